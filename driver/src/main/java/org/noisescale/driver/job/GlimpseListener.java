package org.noisescale.driver.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.noisescale.driver.simulation.Glimpse;
import scala.jdk.javaapi.CollectionConverters;

/** Keeps the last glimpse of each simulated run, by the id of its accumulator. Spark's listener thread writes. */
final class GlimpseListener extends SparkListener {
    private final Map<Long, Glimpse> last = new ConcurrentHashMap<>();

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate signs) {
        CollectionConverters.asJava(signs.accumUpdates())
                .forEach(task -> CollectionConverters.asJava(task._4()).forEach(this::take));
    }

    private void take(AccumulableInfo info) {
        if (info.update().isDefined() && info.update().get() instanceof Glimpse glimpse) {
            last.put(info.id(), glimpse);
        }
    }

    /** What is known of a run. */
    Glimpse of(GlimpseAccumulator accumulator) {
        return last.getOrDefault(accumulator.id(), Glimpse.NOTHING);
    }

    void forget(GlimpseAccumulator accumulator) {
        last.remove(accumulator.id());
    }
}
