package org.noisescale.parameterserver.service;

import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.protocol.ShardAdapter;
import org.noisescale.parameterserver.protocol.ShardPublisher;
import org.noisescale.parameterserver.shard.Contribution;
import org.noisescale.parameterserver.shard.Figures;
import org.noisescale.parameterserver.shard.Shard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one shard: hands it what arrives and sends what it completes. Ends the run, naming who is missing, when nothing
 * happens for longer than the limit although something should.
 */
final class ShardAgent implements Agent, ShardAdapter.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ShardAgent.class);
    /** Few, so that workers take turns: what one sends waits in cache for what the others send of the same chunks. */
    private static final int FRAGMENTS_MAX = 8;

    private static final int NAMES_MAX = 20;

    private final ServerPlan plan;
    private final Shard shard;
    private final ShardLinks links;
    private final NanoClock clock;
    private final ShardAdapter adapter;
    private final ShardPublisher publisher;
    private final FiguresPost post;
    private final Roster roster;
    private long lastProgressNs;
    private long stepsMeasured;
    private boolean ended;

    ShardAgent(ServerPlan plan, Shard shard, ShardLinks links, NanoClock clock) {
        this.plan = plan;
        this.shard = shard;
        this.links = links;
        this.clock = clock;
        adapter = new ShardAdapter(plan.runId(), this);
        publisher = new ShardPublisher(plan.runId(), shard.plan().chunks().chunkLength());
        post = new FiguresPost(plan.runId(), shard, links.others());
        roster = new Roster(plan.parties().workers());
    }

    @Override
    public String roleName() {
        return "shard-" + shard.plan().range().shard();
    }

    @Override
    public void onStart() {
        lastProgressNs = clock.nanoTime();
    }

    @Override
    public int doWork() {
        if (ended) {
            throw new AgentTerminationException();
        }
        int work = links.pushes().poll(adapter, FRAGMENTS_MAX) + post.send();
        if (!isDone() && waitedNs() > patience().toNanos()) {
            fail("no progress for " + patience().toMillis() + " ms at step " + (stepsDone() + 1) + ": " + missing()
                    + " missing");
        }
        return work;
    }

    private long stepsDone() {
        return shard.stepsCompleted();
    }

    private boolean isDone() {
        return stepsDone() == plan.steps();
    }

    private long waitedNs() {
        return clock.nanoTime() - lastProgressNs;
    }

    /** A shard that waits for another one waits longer, so that the other, which knows who is missing, speaks first. */
    private Duration patience() {
        Duration limit = plan.waitLimit();
        return waitedNs() > limit.toNanos() && awaitsFigures() ? limit.plus(limit.dividedBy(2)) : limit;
    }

    private boolean awaitsFigures() {
        return !shard.missingShards().isEmpty();
    }

    private String missing() {
        if (!roster.isComplete()) {
            return names("answers of worker", roster.missing());
        }
        return awaitsFigures()
                ? names("figures of shard", shard.missingShards())
                : names("gradients of worker", shard.missingWorkers());
    }

    private static String names(String what, Collection<Integer> ranks) {
        String names = ranks.stream().limit(NAMES_MAX).map(String::valueOf).collect(Collectors.joining(", "));
        String more = ranks.size() > NAMES_MAX ? " and " + (ranks.size() - NAMES_MAX) + " more" : "";
        return what + (ranks.size() == 1 ? " " : "s ") + names + more;
    }

    @Override
    public void onJoin(int worker, int attempt) {
        if (!roster.add(worker)) {
            return;
        }
        lastProgressNs = clock.nanoTime();
        if (roster.isComplete()) {
            ShardRange range = shard.plan().range();
            for (int chunk = range.firstChunk(); chunk < range.endChunk(); chunk++) {
                sendParameters(chunk);
            }
        }
    }

    @Override
    public void onContribution(Contribution contribution) {
        if (isDone()) {
            return;
        }
        advance(shard.offer(contribution));
    }

    @Override
    public void onFigures(Figures figures) {
        if (!isDone()) {
            advance(shard.offer(figures));
        }
    }

    private void advance(Shard.Outcome outcome) {
        if (outcome == Shard.Outcome.ACCEPTED || outcome == Shard.Outcome.COMPLETED) {
            lastProgressNs = clock.nanoTime();
        }
        if (outcome != Shard.Outcome.COMPLETED) {
            return;
        }
        for (int chunk = shard.pollCompleted(); chunk != Shard.NONE; chunk = shard.pollCompleted()) {
            sendParameters(chunk);
            sendAverage(chunk);
        }
        if (stepsDone() > stepsMeasured) {
            publisher.measurement(links.reports(), stepsMeasured, shard.measurement());
            stepsMeasured = stepsDone();
        }
    }

    private void sendParameters(int chunk) {
        publisher.parameters(links.parameters(), shard.version(chunk), chunk, shard.parameters(chunk));
    }

    private void sendAverage(int chunk) {
        if (plan.averagesAt(shard.version(chunk))) {
            publisher.average(links.parameters(), shard.version(chunk), chunk, shard.average(chunk));
        }
    }

    /** Ends the run before its end: the driver and the workers are told, once; the thread stops. */
    void fail(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        tell(links.reports(), reason);
        tellWorkers(reason);
    }

    private void tellWorkers(String reason) {
        if (links.parameters().isConnected()) {
            tell(links.parameters(), reason);
        }
    }

    private void tell(FrameSink sink, String reason) {
        try {
            publisher.stop(sink, reason);
        } catch (RunAbortedException unreachable) {
            LOG.warn("{} could not tell that \"{}\": {}", roleName(), reason, unreachable.getMessage());
        }
    }

    @Override
    public void onClose() {
        try (links) {
            if (!ended && !isDone()) {
                tellWorkers("the parameter server was stopped at step " + (stepsDone() + 1));
            }
            ended = true;
        }
    }
}
