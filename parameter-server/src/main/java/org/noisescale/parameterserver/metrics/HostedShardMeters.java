package org.noisescale.parameterserver.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.DoubleSupplier;
import org.noisescale.parameterserver.service.ShardMeter;
import org.noisescale.parameterserver.service.ShardMeter.Last;
import org.noisescale.parameterserver.service.ShardMeter.Sum;

/** What a shard of this process tells of itself; the scrape reads it where the shard's thread has written it. */
final class HostedShardMeters {
    private final ShardMeter meter;
    private final MeterFamily family;

    HostedShardMeters(MeterRegistry registry, String run, ShardMeter meter) {
        this.meter = meter;
        family = new MeterFamily(registry, "server", Tags.of("run", run, "shard", Integer.toString(meter.shard())));
        moved();
        spent();
        measured();
    }

    private DoubleSupplier sum(Sum sum) {
        return () -> meter.value(sum);
    }

    private void moved() {
        family.count("received", "bytes", sum(Sum.RECEIVED_BYTES), "Bytes of all frames that came");
        family.count("sent", "bytes", sum(Sum.SENT_BYTES), "Bytes of parameters and averages that went");
        family.count("pushes", null, sum(Sum.PUSHES), "Gradients of chunks that count");
        family.count("ignored.pushes", null, sum(Sum.IGNORED_PUSHES), "Gradients that came late, twice or in vain");
        family.count("chunks", null, sum(Sum.CHUNKS), "Chunks that were updated and sent");
        family.count("steps", null, sum(Sum.STEPS), "Updates of the whole shard");
        family.count("examples", null, sum(Sum.EXAMPLES), "Examples behind them");
        family.level("senders", null, meter::senders, "Workers, and shards with figures, that are connected");
    }

    private void spent() {
        family.seconds("aggregation", sum(Sum.AGGREGATION_NS), "Time for gradients after which others were lacking");
        family.seconds("update", sum(Sum.UPDATE_NS), "Time for the last additions and the optimizer");
        family.seconds("publication", sum(Sum.PUBLICATION_NS), "Time for sending, back pressure included");
    }

    private void measured() {
        family.count("staleness", null, sum(Sum.STALENESS), "Sum over pushes of how many updates they were late");
        family.level("staleness.max", null, meter::stalest, "The most updates that a push was late");
        family.level(
                "gradient.weighted.squared.norm",
                null,
                () -> meter.value(Last.WEIGHTED_SQUARED_NORM),
                "Sum of |s|^2/b over the last step's virtual workers with gradient sums s over b examples");
        family.level(
                "gradient.squared.norm", null, () -> meter.value(Last.SQUARED_NORM), "|sum of all s|^2, last step");
        family.level("batch", "examples", () -> meter.value(Last.BATCH), "Examples of the last step");
    }

    ShardMeter meter() {
        return meter;
    }

    /** The registry forgets them. */
    void remove() {
        family.remove();
    }
}
