package org.noisescale.parameterserver.metrics;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisescale.parameterserver.control.ServerWatch;
import org.noisescale.parameterserver.service.ShardMeter;

/**
 * The meters of the shards of this process, run by run, as far as there are any: what they have moved, where their time
 * went, and whether everybody is there. Those of a run stay after its end, until so many others have ended.
 */
public final class ServerMeters implements ServerWatch {
    /** How many runs that are over are still told of. */
    static final int ENDED_MAX = 8;

    private final PrometheusMeterRegistry registry;
    private final DurationHistogram chunkLatency;
    private final DurationHistogram backPressure;
    private final Map<String, List<HostedShardMeters>> runs = new LinkedHashMap<>();
    private final Deque<String> ended = new ArrayDeque<>();
    private final Tally opened = new Tally();
    private final Tally over = new Tally();
    private final Tally heartbeats = new Tally();
    private final Reading drivers = new Reading();

    /** Meters of a process without runs. */
    public ServerMeters(PrometheusMeterRegistry registry) {
        this.registry = registry;
        chunkLatency = new DurationHistogram(
                registry,
                "noisescale_server_chunk_latency_seconds",
                "Time from the arrival of a chunk's first gradient until its new parameters were sent");
        backPressure = new DurationHistogram(
                registry,
                "noisescale_server_back_pressure_seconds",
                "How long parameters had to wait until they could be sent, where they had to");
    }

    /** Tells of drivers, too, as a process does that serves several. */
    public ServerMeters withDrivers() {
        MeterFamily family = new MeterFamily(registry, "server", Tags.empty());
        drivers.set(0);
        family.level("drivers", null, drivers::value, "Drivers that are connected");
        family.count("heartbeats", null, heartbeats::value, "Signs of life of drivers");
        family.count("runs", null, opened::value, "Runs that were opened");
        family.level("open.runs", null, () -> opened.value() - over.value(), "Runs that go on");
        return this;
    }

    @Override
    public void onDrivers(int count) {
        drivers.set(count);
    }

    @Override
    public void onHeartbeat() {
        heartbeats.add(1);
    }

    @Override
    public void onRunOpened(long runId, List<ShardMeter> shards) {
        onRunOpened(Long.toHexString(runId), shards);
    }

    /** The same for a run that has a name. */
    public void onRunOpened(String run, List<ShardMeter> shards) {
        forget(run);
        runs.put(
                run,
                shards.stream()
                        .map(shard -> new HostedShardMeters(registry, run, shard))
                        .toList());
        for (ShardMeter shard : shards) {
            chunkLatency.add(labels(run, shard), List.of(shard.chunkLatency()));
            backPressure.add(labels(run, shard), List.of(shard.backPressure()));
        }
        opened.add(1);
    }

    private static Labels labels(String run, ShardMeter shard) {
        return Labels.of("run", run, "shard", Integer.toString(shard.shard()));
    }

    @Override
    public void onRunOver(long runId) {
        onRunOver(Long.toHexString(runId));
    }

    /** The same for a run that has a name. */
    public void onRunOver(String run) {
        if (!runs.containsKey(run) || ended.contains(run)) {
            return;
        }
        over.add(1);
        ended.add(run);
        while (ended.size() > ENDED_MAX) {
            forget(ended.remove());
        }
    }

    private void forget(String run) {
        ended.remove(run);
        List<HostedShardMeters> known = runs.remove(run);
        if (known == null) {
            return;
        }
        for (HostedShardMeters shard : known) {
            shard.remove();
            chunkLatency.remove(
                    labels(run, shard.meter()), List.of(shard.meter().chunkLatency()));
            backPressure.remove(
                    labels(run, shard.meter()), List.of(shard.meter().backPressure()));
        }
    }
}
