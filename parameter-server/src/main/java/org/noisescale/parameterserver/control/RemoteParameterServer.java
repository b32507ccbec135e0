package org.noisescale.parameterserver.control;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.noisescale.parameterserver.control.ControlFrames.PieceKind;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.protocol.ClassTally;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.service.ParameterServer;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.RunReports;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.LongestMessages;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.ServerAddress;

/** The parameter server of one run whose shards are on server processes; reports and verdicts are in this JVM. */
public final class RemoteParameterServer implements ParameterServer {
    /** Two drivers draw the same of a quarter of a million blocks once in a blue moon, not so often in a row. */
    private static final int DRAWS_MAX = 16;

    private final ServerLinks links;
    private final ServerPlan plan;
    private final RunChannels channels;
    private final List<LinkedRun> runs;
    private final RunReports reports;

    private RemoteParameterServer(
            ServerLinks links, ServerPlan plan, long version, Site site, Opened opened, RunListener listener) {
        this.links = links;
        this.plan = plan;
        runs = opened.runs;
        channels = site.channelsOf(opened.links, plan);
        reports = new RunReports(
                plan,
                version,
                new RunReports.Site(site.node, channels),
                listener,
                () -> closeRuns("the driver cannot take reports any more"));
        reports.start();
        links.request(() -> runs.forEach(this::watch));
    }

    /**
     * Where the driver of a run is.
     *
     * @param address with free ports
     * @param judged as in {@link RunChannels}
     * @param outputs how many classes or targets workers evaluate
     */
    public record Site(AeronNode node, ServerAddress address, boolean judged, int outputs) {
        /** For as many as there may be. */
        public Site(AeronNode node, ServerAddress address, boolean judged) {
            this(node, address, judged, ClassTally.CLASSES_MAX);
        }

        private RunChannels channelsOf(OpenPlan.Links drawn, ServerPlan plan) {
            LongestMessages longest = LongestMessages.of(
                    new ChunkPlan(plan.layout()), plan.parties().tree().hasGroups(), outputs);
            RunChannels channels =
                    drawn.channels(plan.rules().streamsPerShard(plan.parties().workers()), longest);
            return judged ? channels.withVerdicts() : channels;
        }
    }

    /** A run that all servers have taken. */
    private record Opened(OpenPlan.Links links, List<LinkedRun> runs) {}

    /**
     * Opens a run on all servers from its beginning on; workers may join from then on.
     *
     * @param plan whose shards are those of all servers
     * @throws RunAbortedException if a server is gone or refuses the run
     */
    public static RemoteParameterServer open(
            ServerLinks links, ServerPlan plan, float[] parameters, Site site, RunListener listener)
            throws InterruptedException {
        return open(links, plan, RunStart.NEW, parameters, site, listener);
    }

    /** The same from a start; {@code parameters} count for version 0 only. */
    public static RemoteParameterServer open(
            ServerLinks links, ServerPlan plan, RunStart start, float[] parameters, Site site, RunListener listener)
            throws InterruptedException {
        boolean complete = false;
        try {
            for (int i = 0; i < DRAWS_MAX; i++) {
                Opened opened = tryOpen(links, plan, start, parameters, links.draw(site.address));
                if (!opened.runs.isEmpty()) {
                    RemoteParameterServer server =
                            new RemoteParameterServer(links, plan, start.version(), site, opened, listener);
                    complete = true;
                    return server;
                }
            }
            throw new RunAbortedException("the servers have no streams left for another run");
        } finally {
            if (!complete) {
                closeRuns(links, "the driver could not open it everywhere");
            }
        }
    }

    /** No runs are open afterwards if the streams are in use on one of the servers. */
    private static Opened tryOpen(
            ServerLinks links, ServerPlan plan, RunStart start, float[] parameters, OpenPlan.Links drawn)
            throws InterruptedException {
        List<CompletableFuture<LinkedRun>> asked = new ArrayList<>();
        for (int i = 0; i < links.links().size(); i++) {
            ServerLink link = links.links().get(i);
            OpenPlan own = OpenPlan.of(plan, start, drawn, i);
            asked.add(links.ask(() -> link.open(plan.runId(), own, parameters)));
        }
        List<LinkedRun> runs = new ArrayList<>();
        boolean free = true;
        for (int i = 0; i < asked.size(); i++) {
            String name = links.links().get(i).name();
            LinkedRun run = ServerLinks.await(asked.get(i), plan.waitLimit().toNanos(), name);
            runs.add(run);
            free &= ServerLinks.await(run.opened(), plan.waitLimit().toNanos(), name);
        }
        if (!free) {
            closeRuns(links, "its streams are in use");
            return new Opened(drawn, List.of());
        }
        return new Opened(drawn, runs);
    }

    /** When a server fails the run, everybody hears of it: the listener, the workers, and the other servers. */
    private void watch(LinkedRun run) {
        run.watch(failure -> {
            String reason = String.valueOf(failure.getMessage());
            reports.abort(reason);
            links.links().forEach(link -> link.closeRun(reason));
        });
    }

    /** Where workers find everybody. */
    public RunChannels channels() {
        return channels;
    }

    /** Whether servers know a run's rule, which a user may have brought. */
    public static boolean knows(SynchronizationPolicy rule) {
        return RuleCode.isKnown(rule);
    }

    @Override
    public boolean isFaulty() {
        return reports.isFaulty();
    }

    @Override
    public float[] stop() {
        return fetch(PieceKind.PARAMETERS);
    }

    @Override
    public float[] average() {
        return fetch(PieceKind.AVERAGE);
    }

    private float[] fetch(PieceKind kind) {
        float[] vector = new float[plan.layout().length()];
        int end = 0;
        for (float[] part : fetchParts(kind)) {
            System.arraycopy(part, 0, vector, end, part.length);
            end += part.length;
        }
        return vector;
    }

    private List<float[]> fetchParts(PieceKind kind) {
        CompletableFuture<List<CompletableFuture<float[]>>> asked =
                links.ask(() -> runs.stream().map(run -> run.fetch(kind)).toList());
        long limitNs = plan.waitLimit().toNanos();
        try {
            List<float[]> parts = new ArrayList<>();
            for (CompletableFuture<float[]> part : ServerLinks.await(asked, limitNs, "the servers")) {
                parts.add(ServerLinks.await(part, limitNs, "a server"));
            }
            return parts;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            RunAbortedException interrupted =
                    new RunAbortedException("interrupted while the parameters came from the servers");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private void closeRuns(String reason) {
        closeRuns(links, reason);
    }

    private static void closeRuns(ServerLinks links, String reason) {
        links.request(() -> links.links().forEach(link -> link.closeRun(reason)));
    }

    @Override
    public void close() {
        closeRuns("the driver closed it");
        reports.close();
    }
}
