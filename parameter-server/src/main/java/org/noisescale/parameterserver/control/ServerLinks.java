package org.noisescale.parameterserver.control;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.noisescale.parameterserver.checkpoint.CheckpointStore;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.ServerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A driver's connections to the servers that make one parameter server. */
public final class ServerLinks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLinks.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<ServerAddress> addresses;
    private final List<ServerLink> links = new ArrayList<>();
    private final LinkAgent agent;
    private final AgentRunner runner;
    private final List<Integer> shards = new ArrayList<>();

    private ServerLinks(List<ServerAddress> addresses, Optional<Token> token, AeronNode node) {
        this.addresses = List.copyOf(addresses);
        for (ServerAddress address : addresses) {
            int stream = AnswerStreams.draw(RANDOM);
            ServerLink.Wire wire = new ServerLink.Wire(
                    address,
                    node,
                    node.controlSink(address, Duration.ofNanos(ServerLink.CONNECT_LIMIT_NS)),
                    node.answerSource(address, stream),
                    stream);
            links.add(new ServerLink(wire, RANDOM.nextLong(), token, System.nanoTime()));
        }
        agent = new LinkAgent(links, SystemNanoClock.INSTANCE);
        runner = new AgentRunner(new BackoffIdleStrategy(10, 20, 1_000, 1_000_000), this::onError, null, agent);
    }

    private void onError(Throwable error) {
        if (!(error instanceof AgentTerminationException)) {
            LOG.error("{} failed", agent.roleName(), error);
        }
    }

    /**
     * Connects to all of them.
     *
     * @param token what proves that this driver may use them, where they ask for it
     * @throws ServerRefusedException if one does not answer or does not let this driver in
     */
    public static ServerLinks connect(List<ServerAddress> addresses, Optional<Token> token, AeronNode node)
            throws InterruptedException {
        ServerLinks connected = new ServerLinks(addresses, token, node);
        boolean welcome = false;
        try {
            AgentRunner.startOnThread(connected.runner);
            for (ServerLink link : connected.links) {
                connected.shards.add(await(link.welcome(), 2 * ServerLink.CONNECT_LIMIT_NS, link.name()));
            }
            welcome = true;
            return connected;
        } finally {
            if (!welcome) {
                connected.close();
            }
        }
    }

    /** What a future comes to; throws what it failed with, or {@link RunAbortedException} after the limit. */
    static <T> T await(CompletableFuture<T> future, long limitNs, String who) throws InterruptedException {
        try {
            return future.get(limitNs, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            RunAbortedException late = new RunAbortedException(
                    who + " did not do its part within " + TimeUnit.NANOSECONDS.toMillis(limitNs) + " ms");
            late.initCause(e);
            throw late;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException reason ? reason : new IllegalStateException(e.getCause());
        }
    }

    /** How many shards each server gives to a run, in their order. */
    public List<Integer> shards() {
        return List.copyOf(shards);
    }

    /** How many shards a run has. */
    public int shardCount() {
        return shards.stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Asks all servers what they have of a run.
     *
     * @param run its fingerprint
     * @throws RunAbortedException if one is gone, or does not say it
     */
    public RunSurvey survey(String run, Duration limit) throws InterruptedException {
        List<CompletableFuture<Holdings>> asked = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < links.size(); i++) {
            ServerLink link = links.get(i);
            CheckpointStore.Shards own = new CheckpointStore.Shards(first, shards.get(i), shardCount());
            CompletableFuture<Holdings> answer = new CompletableFuture<>();
            request(() -> link.survey(run, own, answer));
            asked.add(answer);
            first += shards.get(i);
        }
        List<RunSurvey> surveys = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            String name = links.get(i).name();
            surveys.add(RunSurvey.of(name, await(asked.get(i), limit.toNanos(), name)));
        }
        return surveys.stream().reduce(RunSurvey::with).orElseThrow();
    }

    /** Tells all servers that a run is complete, and its checkpoints are needed no more. */
    public void forget(String run) {
        request(() -> links.forEach(link -> link.forget(run)));
    }

    /** The servers that let in everybody, although this driver has a token. */
    public List<String> namesWithoutToken() {
        return links.stream()
                .filter(ServerLink::isTokenIdle)
                .map(ServerLink::name)
                .toList();
    }

    List<ServerLink> links() {
        return links;
    }

    /** The run's servers with streams that are drawn anew at each call. */
    OpenPlan.Links draw(ServerAddress driver) {
        List<OpenPlan.Server> servers = IntStream.range(0, addresses.size())
                .mapToObj(server -> new OpenPlan.Server(addresses.get(server), shards.get(server)))
                .toList();
        return new OpenPlan.Links(servers, driver, RunStreams.draw(RANDOM));
    }

    /** Has the thread that talks with the servers answer a question; for any thread. */
    <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        agent.request(() -> answer.complete(question.get()));
        return answer;
    }

    /** Has it do something. */
    void request(Runnable action) {
        agent.request(action);
    }

    /** Takes leave of all servers, which end what is left of this driver's runs. */
    @Override
    public void close() {
        runner.close();
    }
}
