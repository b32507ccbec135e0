package org.noisescale.parameterserver.service;

import java.util.Optional;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.transport.CoreBinding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one shard: hands it what arrives and sends what it completes. Ends the run, naming who is missing, when somebody
 * is gone or silent, and when nothing happens for longer than the limit although something should.
 */
final class ShardAgent implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(ShardAgent.class);
    /** Few, so that workers take turns: what one sends waits in cache for what the others send of the same chunks. */
    private static final int FRAGMENTS_MAX = 4;

    private final String role;
    private final int position;
    private final ShardLinks links;
    private final ShardMeter meter;
    private final FrameWatch watch;
    private FrameHandler frames;
    private final ShardParty session;
    private final Supplier<String> endReason;
    private boolean ended;

    /**
     * An agent of one shard.
     *
     * @param endReason why the agent is closed before the run's end
     */
    ShardAgent(
            ServerPlan plan,
            Shard shard,
            ShardLinks links,
            ShardCheckpoints checkpoints,
            NanoClock clock,
            Supplier<String> endReason) {
        role = "shard-" + shard.plan().range().shard();
        position = plan.parties().workers() + shard.plan().shard();
        this.links = links;
        this.endReason = endReason;
        meter = new ShardMeter(shard.plan().shard(), links.workers().waits(), links.workers()::senders);
        if (plan.rules().isSeated()) {
            SeatedSession seated = new SeatedSession(plan, shard, links.seatedOutlets(), clock.nanoTime());
            session = seated;
            watch = new SeatedWatch(seated, meter, clock);
        } else {
            ShardSession synchronous = new ShardSession(
                    plan, shard, links.outlets(), done -> checkpoints.afterStep(done, plan.steps()), clock.nanoTime());
            session = synchronous;
            watch = new ShardStopwatch(shard.plan().range(), synchronous, meter, clock);
        }
        frames = watch;
    }

    /** Keeps no meter and tells no times, to find out what that costs; to be called before the first work. */
    void withoutMeter() {
        frames = session.frames();
        session.showTo(ShardWatch.NONE);
    }

    /** What it has done; for any thread. */
    ShardMeter meter() {
        return meter;
    }

    @Override
    public String roleName() {
        return role;
    }

    /** On a thread that ends with the agent: it stays bound. */
    @Override
    @SuppressWarnings("resource")
    public void onStart() {
        CoreBinding.ofThisThread(position);
    }

    @Override
    public int doWork() {
        if (ended) {
            throw new AgentTerminationException();
        }
        watch.start();
        int work = links.workers().poll(frames, FRAGMENTS_MAX) + session.work(watch.markNs());
        Optional<String> trouble = session.findStall(watch.markNs());
        if (work == 0 && trouble.isEmpty()) {
            trouble = findLoss();
        }
        if (trouble.isPresent()) {
            fail(trouble.get());
        }
        return work;
    }

    /** Looked for only when all is received that has arrived, which may be somebody's leave. */
    private Optional<String> findLoss() {
        Optional<String> gone = session.needsEverybody() ? links.findGone() : Optional.empty();
        return gone.isEmpty()
                ? gone
                : Optional.of("the connection to " + gone.get() + " was lost at step " + (session.stepsDone() + 1));
    }

    /** Ends the run before its end: the driver and the workers are told, once; the thread stops. */
    void fail(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        try {
            session.stopReports(reason);
        } catch (RunAbortedException unreachable) {
            warn(reason, unreachable);
        }
        tellWorkers(reason);
    }

    private void tellWorkers(String reason) {
        if (!links.workers().isConnected()) {
            return;
        }
        try {
            session.stopWorkers(reason);
        } catch (RunAbortedException unreachable) {
            warn(reason, unreachable);
        }
    }

    private void warn(String reason, RunAbortedException unreachable) {
        LOG.warn("{} could not tell that \"{}\": {}", role, reason, unreachable.getMessage());
    }

    @Override
    public void onClose() {
        try (links) {
            if (!ended && !session.isDone()) {
                tellWorkers(endReason.get() + " at step " + (session.stepsDone() + 1));
            }
            ended = true;
        }
    }
}
