package org.noisescale.driver.job;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.noisescale.driver.results.PastStep;
import org.noisescale.driver.results.RunJournal;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.KeyPlaces;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Target;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.checkpoint.Checkpoint;
import org.noisescale.parameterserver.control.Durability;
import org.noisescale.parameterserver.control.RemoteParameterServer;
import org.noisescale.parameterserver.control.RunStart;
import org.noisescale.parameterserver.control.RunSurvey;
import org.noisescale.parameterserver.control.ServerLinks;
import org.noisescale.parameterserver.control.ServerRefusedException;
import org.noisescale.parameterserver.control.Token;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.service.Checkpointing;
import org.noisescale.parameterserver.service.EmbeddedParameterServer;
import org.noisescale.parameterserver.service.InitialState;
import org.noisescale.parameterserver.service.ParameterServer;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.transport.LongestMessages;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.ServerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the shards of runs are: in this JVM, for each run anew, or on the server processes that a study names. */
final class RunServers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunServers.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Counted for the whole JVM, since several sessions may train in it at the same time. */
    private static final AtomicLong RUNS = new AtomicLong();

    private final SparkCluster cluster;
    private final DriverNode node = new DriverNode();
    private final List<ServerAddress> addresses;
    private final Access access;
    private Optional<ServerLinks> links;

    private RunServers(SparkCluster cluster, List<ServerAddress> addresses, Access access) {
        this.cluster = cluster;
        this.access = access;
        this.addresses = addresses;
        links = Optional.empty();
    }

    /** How servers and workers are met: what servers ask for, and where this process is. */
    record Access(Optional<Token> token, DriverPlace place) {
        /** With nothing that servers ask for, and at any place. */
        static final Access PLAIN = new Access(Optional.empty(), DriverPlace.ANY);
    }

    /** Shards in this JVM, for workers of a cluster. */
    static RunServers embedded(SparkCluster cluster) {
        return new RunServers(cluster, List.of(), Access.PLAIN);
    }

    /** Shards on these servers; in this JVM if there are none. Throws {@link InputException} if one refuses us. */
    static RunServers connect(SparkCluster cluster, List<ServerAddress> addresses, Access access)
            throws InterruptedException {
        RunLinks.requireKnown(addresses);
        RunServers servers = new RunServers(cluster, addresses, access);
        boolean welcome = false;
        try {
            servers.connect();
            welcome = true;
            return servers;
        } catch (ServerRefusedException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        } finally {
            if (!welcome) {
                servers.close();
            }
        }
    }

    private void connect() throws InterruptedException {
        if (!addresses.isEmpty()) {
            links = Optional.of(ServerLinks.connect(addresses, access.token(), node.get()));
        }
    }

    /** The servers that let in everybody, although this driver has a token. */
    List<String> namesWithoutToken() {
        return links.map(ServerLinks::namesWithoutToken).orElse(List.of());
    }

    /** Whether the shards are on processes of their own. */
    boolean areRemote() {
        return links.isPresent();
    }

    /** What was lost with the media driver that this process uses, in words; empty if it is there. */
    Optional<String> lossOfNode() {
        return node.loss();
    }

    /**
     * Connects anew, after the media driver or a server may have been lost, and waits for them to come back.
     *
     * @throws RunAbortedException if one does not within the limit, or offers something else than before
     */
    void renew(Duration limit) throws InterruptedException {
        node.renew(limit);
        if (links.isEmpty()) {
            return;
        }
        int offered = links.get().shardCount();
        links.get().close();
        long deadlineNs = System.nanoTime() + limit.toNanos();
        Optional<ServerLinks> renewed = tryConnect();
        while (renewed.isEmpty() && System.nanoTime() - deadlineNs < 0) {
            node.renew(limit);
            renewed = tryConnect();
        }
        links = renewed.or(() -> links);
        if (renewed.isEmpty() || renewed.get().shardCount() != offered) {
            throw new RunAbortedException(
                    "the servers did not come back as they were within " + limit.toMillis() + " ms");
        }
    }

    /** Each attempt takes as long as a server may take to answer. */
    private Optional<ServerLinks> tryConnect() throws InterruptedException {
        try {
            return Optional.of(ServerLinks.connect(addresses, access.token(), node.get()));
        } catch (ServerRefusedException | RunAbortedException e) {
            LOG.warn("the servers are not there: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** A number that no other run of this JVM has, and hardly any on the same servers. */
    long nextRunId() {
        return links.isPresent() ? RANDOM.nextLong() : RUNS.incrementAndGet();
    }

    /** How many shards a run has. */
    int shards(TrainingPlan.Cluster parties) {
        return links.map(ServerLinks::shardCount).orElse(parties.shards());
    }

    /** Throws {@link InputException} if a run asks for another number of shards than the servers offer. */
    void requireShards(RunPlan run, KeyPlaces places) {
        int asked = run.configuration().training().cluster().shards();
        int offered = shards(run.configuration().training().cluster());
        requireReadings(run, offered);
        if (asked != TrainingPlan.Cluster.OFFERED && asked != offered) {
            throw new InputException(places.before(StudyCheck.SHARDS) + StudyCheck.SHARDS + " must be left out, or "
                    + offered + ", which the servers offer together, was " + asked + " in " + run.id());
        }
    }

    /** Throws {@link InputException} if there are too many parties for a stream from each shard to each worker. */
    private void requireReadings(RunPlan run, int offered) {
        TrainingPlan.Cluster parties = run.configuration().training().cluster();
        if (parties.isSeated() && !RunChannels.hasReadings(parties.workers(), offered)) {
            throw new InputException("workers x shards must be at most about " + RunChannels.STREAMS_MAX
                    + " under every rule but bsp, was " + parties.workers() + " x " + offered + " in " + run.id());
        }
        if (areRemote()
                && parties.isSeated()
                && !RemoteParameterServer.knows(parties.synchronization().policy())) {
            throw new InputException(
                    "training.synchronization " + parties.synchronization().rule()
                            + " is a rule of your own, which servers do not know; leave server out (" + run.id() + ")");
        }
    }

    /** Throws {@link InputException} if the user has chosen a place in the network and a run does not use it. */
    void requireNetwork(RunPlan run) {
        TrainingPlan.Transport transport =
                run.configuration().training().cluster().transport();
        if (access.place().isChosen() && links.isEmpty() && RunLinks.isShared(cluster, transport)) {
            throw new InputException(
                    "--host and --port are of no use to " + run.id()
                            + ", whose workers meet the shards in shared memory; leave them out, or set training.transport=udp");
        }
    }

    /** A run's shards, and where its workers find them. */
    record Opened(ParameterServer server, RunChannels channels) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    /**
     * From where a run goes on.
     *
     * @param state what shards in this JVM begin with
     * @param remote what servers are told instead
     */
    record Beginning(InitialState state, Checkpointing checkpointing, RunStart remote) {
        long version() {
            return Math.max(state.version(), remote.version());
        }
    }

    /**
     * The newest state of a run that everybody has, and up to which all steps are written down. A run whose curvature
     * is measured begins anew, since the parameters at which that is done are with a worker; and so does one under
     * another rule than bsp, since nobody has kept what its workers were at; there the same pushes follow in the same
     * order.
     *
     * @param notices is told, in a line each, what cannot be used and why
     * @throws RunAbortedException if a server does not say what it has
     */
    Beginning newest(PreparedRun run, RunJournal journal, Predicate<PastStep> isLast, Consumer<String> notices)
            throws IOException, InterruptedException {
        if (run.training().cluster().isSeated()) {
            return new Beginning(InitialState.of(run.model().parameters()), Checkpointing.NONE, RunStart.NEW);
        }
        boolean anew = run.plan().configuration().curvature().isAsked();
        float[] parameters = run.model().parameters();
        if (links.isEmpty()) {
            Checkpoint newest =
                    anew ? Checkpoint.START : journal.newest(isLast, refused -> notices.accept("refused: " + refused));
            return new Beginning(InitialState.of(parameters, newest), journal.checkpointing(), RunStart.NEW);
        }
        Durability durability = durability(journal);
        long whole = durability.isAsked() && !anew ? journal.whole(isLast) : 0;
        long version = whole == 0 ? 0 : survey(durability, run, notices).newest(whole);
        return new Beginning(InitialState.of(parameters), Checkpointing.NONE, new RunStart(version, durability));
    }

    private RunSurvey survey(Durability durability, PreparedRun run, Consumer<String> notices)
            throws InterruptedException {
        RunSurvey survey = links.orElseThrow().survey(durability.run(), run.waitLimit());
        survey.refused().forEach(refused -> notices.accept("refused: " + refused));
        survey.forgetful()
                .forEach(name -> notices.accept(
                        name + " keeps no checkpoints; start it with --checkpoint-dir, and runs go on from them"));
        return survey;
    }

    /** How servers write the states of a run down; shards in this JVM are none of their business. */
    Durability durability(RunJournal journal) throws IOException {
        return areRemote() ? journal.durability() : Durability.NONE;
    }

    /** Tells servers that a run is complete and written down. */
    void forget(Durability durability) {
        if (durability.isAsked()) {
            links.ifPresent(there -> there.forget(durability.run()));
        }
    }

    /**
     * Opens a run; workers may join from then on.
     *
     * @param outputs how many classes or targets workers evaluate
     */
    Opened open(ServerPlan plan, Beginning beginning, TrainingPlan training, int outputs, RunListener listener)
            throws InterruptedException {
        boolean judged = !(training.target() instanceof Target.None);
        if (links.isPresent()) {
            RemoteParameterServer.Site site = new RemoteParameterServer.Site(
                    node.get(), RunLinks.driver(cluster, access.place(), addresses.get(0)), judged, outputs);
            RemoteParameterServer server = RemoteParameterServer.open(
                    links.get(), plan, beginning.remote(), beginning.state().parameters(), site, listener);
            return new Opened(server, server.channels());
        }
        RunChannels plain = RunLinks.channels(cluster, training.cluster().transport(), access.place(), plan.runId())
                .sizedFor(
                        RunLinks.isShared(cluster, training.cluster().transport())
                                ? plan.parties().workers()
                                : plan.rules().streamsPerShard(plan.parties().workers()),
                        plan.parties().shards(),
                        LongestMessages.of(
                                new ChunkPlan(plan.layout()),
                                plan.parties().tree().hasGroups(),
                                outputs));
        RunChannels channels = judged ? plain.withVerdicts() : plain;
        ParameterServer server = new EmbeddedParameterServer(
                plan,
                beginning.state(),
                beginning.checkpointing(),
                new EmbeddedParameterServer.Links(node.get(), channels),
                listener);
        return new Opened(server, channels);
    }

    @Override
    public void close() {
        links.ifPresent(ServerLinks::close);
        node.close();
    }
}
