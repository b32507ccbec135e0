package org.noisescale.parameterserver.control;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.noisescale.parameterserver.checkpoint.CheckpointStore;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.service.HostedShards;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.transport.LongestMessages;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.ServerAddress;

/**
 * What one server must know of a run.
 *
 * @param own which of the servers it is
 */
record OpenPlan(
        ServerPlan.Parties parties,
        ParameterLayout layout,
        OptimizerPlan optimizer,
        Schedule schedule,
        Links links,
        int own) {
    /** Checks what the parts ask of each other. */
    OpenPlan {
        int offered = links.servers.stream().mapToInt(Server::shards).sum();
        if (offered != parties.shards()) {
            throw new IllegalArgumentException(
                    "shards must be the " + offered + " of all servers, was " + parties.shards());
        }
        int quorum = schedule.rule.policy().quorum(parties.workers());
        boolean readable = !schedule.rule.isSeated() || RunChannels.hasReadings(parties.workers(), parties.shards());
        if (quorum < 1 || !readable) {
            throw new IllegalArgumentException("there must be a stream from each of " + parties.shards()
                    + " shards to each of " + parties.workers() + " workers");
        }
        OrderCode order = schedule.rule.order();
        if (order.kind() != OrderCode.Kind.NONE && order.workers() != parties.workers()) {
            throw new IllegalArgumentException(
                    "the order must be one of the " + parties.workers() + " workers, was one of " + order.workers());
        }
        if (own < 0 || own >= links.servers.size()) {
            throw new IllegalArgumentException("own must be one of the servers, was " + own);
        }
    }

    /**
     * What happens when.
     *
     * @param rule how updates are made
     * @param startVersion how many updates the parameters have had
     * @param evaluateEvery as in {@link ServerPlan.Rules}
     * @param durability how states are written down
     */
    record Schedule(
            RuleCode rule,
            long startVersion,
            long steps,
            long evaluateEvery,
            long waitLimitMs,
            Durability durability) {}

    /**
     * Where everybody is.
     *
     * @param driver whose third port takes reports
     * @param firstStream of the run's block of streams
     */
    record Links(List<Server> servers, ServerAddress driver, int firstStream) {
        Links {
            servers = List.copyOf(servers);
            if (firstStream < RunChannels.STREAMS_MAX || firstStream % RunChannels.STREAMS_MAX != 0) {
                throw new IllegalArgumentException("firstStream must be the first of a block, was " + firstStream);
            }
        }

        /** With term buffers for which the server with the most shards has room. */
        RunChannels channels(int workers, LongestMessages longest) {
            List<Integer> shards = servers.stream().map(Server::shards).toList();
            return RunChannels.udp(driver.host(), driver.port(), firstStream)
                    .withServers(servers.stream().map(Server::address).toList(), shards)
                    .sizedFor(workers, Collections.max(shards), longest);
        }
    }

    /** A server as all parties see it. */
    record Server(ServerAddress address, int shards) {
        Server {
            if (shards < 1 || shards > RunChannels.SHARDS_MAX) {
                throw new IllegalArgumentException(
                        "shards must be in [1, " + RunChannels.SHARDS_MAX + "], was " + shards);
            }
        }
    }

    /** The plan for one of the servers, of a run that goes on from a version. */
    static OpenPlan of(ServerPlan plan, RunStart start, Links links, int own) {
        ServerPlan.Rules rules = plan.rules();
        RuleCode rule = RuleCode.of(rules);
        Schedule schedule = new Schedule(
                own == 0 ? rule : rule.withoutOrder(),
                start.version(),
                plan.steps(),
                rules.evaluateEvery(),
                plan.waitLimit().toMillis(),
                start.durability());
        return new OpenPlan(plan.parties(), plan.layout(), rules.optimizer(), schedule, links, own);
    }

    /** Which of the run's checkpoints are the server's. */
    CheckpointStore.Shards checkpointed() {
        HostedShards.Selection hosted = selection();
        return new CheckpointStore.Shards(hosted.first(), hosted.count(), parties.shards());
    }

    /** What the server's shards do. Only the driver reads the meter; any will do. */
    ServerPlan serverPlan(long runId) {
        NoiseMeter meter = NoiseMeter.ofIndependentDraws(parties.virtualWorkers());
        ServerPlan.Rules rules = new ServerPlan.Rules(
                optimizer,
                schedule.rule.policy(),
                meter,
                schedule.evaluateEvery,
                schedule.rule.seating(),
                schedule.rule.order().followedOrNull());
        return new ServerPlan(runId, parties, layout, rules, schedule.steps, Duration.ofMillis(schedule.waitLimitMs));
    }

    /** Where everybody is found. Shards evaluate nothing. */
    RunChannels channels() {
        int streams = schedule.rule.isSeated() ? 2 * parties.workers() : parties.workers();
        return links.channels(
                streams,
                LongestMessages.of(new ChunkPlan(layout), parties.tree().hasGroups(), 0));
    }

    /** The shards that the server hosts. */
    HostedShards.Selection selection() {
        int first =
                links.servers.subList(0, own).stream().mapToInt(Server::shards).sum();
        return new HostedShards.Selection(first, links.servers.get(own).shards);
    }

    /** Where the values of the server's shards begin in the whole vector, and how many there are. */
    Span span() {
        ChunkPlan chunks = new ChunkPlan(layout);
        HostedShards.Selection hosted = selection();
        int last = hosted.first() + hosted.count() - 1;
        int begin = chunks.offset(ShardRange.of(hosted.first(), parties.shards(), chunks.chunkCount())
                .firstChunk());
        int endChunk =
                ShardRange.of(last, parties.shards(), chunks.chunkCount()).endChunk();
        return new Span(begin, chunks.offset(endChunk - 1) + chunks.length(endChunk - 1) - begin);
    }

    /** A part of the vector. */
    record Span(int offset, int length) {}
}
