package org.noisescale.parameterserver.service;

import java.util.Collection;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.protocol.ShardAdapter;
import org.noisescale.parameterserver.protocol.ShardPublisher;
import org.noisescale.parameterserver.shard.Contribution;
import org.noisescale.parameterserver.shard.Shard;

/**
 * Owns one shard: hands it what arrives and sends what it completes. Ends the run, naming who is missing, when nothing
 * happens for longer than the limit although something should.
 */
final class ShardAgent implements Agent, ShardAdapter.Listener {
    private static final int FRAGMENTS_MAX = 64;

    private final ServerPlan plan;
    private final Shard shard;
    private final ShardLinks links;
    private final NanoClock clock;
    private final ShardAdapter adapter;
    private final ShardPublisher publisher;
    private final Roster roster;
    private long lastProgressNs;
    private long stepsDone;
    private boolean stopped;

    ShardAgent(ServerPlan plan, Shard shard, ShardLinks links, NanoClock clock) {
        this.plan = plan;
        this.shard = shard;
        this.links = links;
        this.clock = clock;
        adapter = new ShardAdapter(plan.runId(), this);
        publisher = new ShardPublisher(plan.runId(), shard.plan().chunks().chunkLength());
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
        int work = links.pushes().poll(adapter, FRAGMENTS_MAX);
        if (work == 0 && stepsDone < plan.steps() && waitedTooLong()) {
            stop("no progress for " + plan.waitLimit().toMillis() + " ms at step " + (stepsDone + 1) + ": " + missing()
                    + " missing");
            throw new AgentTerminationException();
        }
        return work;
    }

    private boolean waitedTooLong() {
        return clock.nanoTime() - lastProgressNs > plan.waitLimit().toNanos();
    }

    private String missing() {
        boolean joined = roster.isComplete();
        Collection<Integer> ranks = joined ? shard.missingWorkers() : roster.missing();
        String what = joined ? "gradients" : "answers";
        return what + " of worker" + (ranks.size() == 1 ? " " : "s ") + String.join(", ", names(ranks));
    }

    private static List<String> names(Collection<Integer> ranks) {
        return ranks.stream().map(String::valueOf).toList();
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
        Shard.Outcome outcome = shard.offer(contribution);
        if (outcome == Shard.Outcome.ACCEPTED || outcome == Shard.Outcome.COMPLETED) {
            lastProgressNs = clock.nanoTime();
        }
        if (outcome == Shard.Outcome.COMPLETED) {
            sendParameters(contribution.chunk());
            if (shard.measurement().isComplete()) {
                publisher.measurement(links.reports(), stepsDone, shard.measurement());
                stepsDone++;
            }
        }
    }

    private void sendParameters(int chunk) {
        publisher.parameters(links.parameters(), shard.version(chunk), chunk, shard.parameters(chunk));
    }

    private void stop(String reason) {
        stopped = true;
        if (links.reports().isConnected()) {
            publisher.stop(links.reports(), reason);
        }
        if (links.parameters().isConnected()) {
            publisher.stop(links.parameters(), reason);
        }
    }

    @Override
    public void onClose() {
        try (links) {
            if (!stopped && stepsDone < plan.steps()) {
                stop("the parameter server was stopped at step " + (stepsDone + 1));
            }
        } catch (RunAbortedException nobodyListens) {
            // The run is over for everybody; there is no one left to tell.
            stopped = true;
        }
    }
}
