package org.noisescale.parameterserver.metrics;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.noisescale.parameterserver.protocol.ShardTiming;

/** Where the time of one shard goes, and what it moves. */
final class ShardMeters {
    private final Tally updates = new Tally();
    private final Tally aggregateNs = new Tally();
    private final Tally updateNs = new Tally();
    private final Tally backPressureNs = new Tally();
    private final Tally receivedBytes = new Tally();
    private final Tally sentBytes = new Tally();
    private final Tally chunks = new Tally();

    ShardMeters(MeterRegistry registry, int shard) {
        MeterFamily family = MeterFamily.of(registry, "shard", shard);
        family.count("updates", null, updates::value, "Steps that the shard has completed");
        family.seconds("aggregation", aggregateNs::value, "Time for gradients after which something else was lacking");
        family.seconds("back.pressure", backPressureNs::value, "Time in which the shard could not send");
        family.count("received", "bytes", receivedBytes::value, "Bytes of all frames that came");
        family.count("sent", "bytes", sentBytes::value, "Bytes of parameters and averages that went");
        FunctionTimer.builder(
                        "noisescale.shard.chunk.update",
                        this,
                        meters -> (long) meters.chunks.value(),
                        meters -> meters.updateNs.value(),
                        TimeUnit.NANOSECONDS)
                .description("Time from the arrival of a chunk's last gradient until its new parameters were sent")
                .tag("shard", Integer.toString(shard))
                .register(registry);
    }

    void observe(ShardTiming timing) {
        updates.add(1);
        aggregateNs.add(timing.aggregateNs());
        updateNs.add(timing.updateNs());
        backPressureNs.add(timing.backPressureNs());
        receivedBytes.add(timing.receivedBytes());
        sentBytes.add(timing.sentBytes());
        chunks.add(timing.chunks());
    }
}
