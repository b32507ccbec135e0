package org.noisescale.parameterserver.metrics;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.client.WorkerMeter;
import org.noisescale.parameterserver.client.WorkerMeter.Sum;

/**
 * The meters of the workers of this process, each of which is a thread in a run. Those of a worker stay after its end,
 * until so many others have ended. For any thread.
 */
public final class ExecutorMeters {
    /** How many workers that have ended are still told of. */
    static final int ENDED_MAX = 32;

    private final PrometheusMeterRegistry registry;
    private final DurationHistogram backPressure;
    private final Map<Labels, Entry> present = new ConcurrentHashMap<>();
    private final Queue<Entry> ended = new ConcurrentLinkedQueue<>();

    /** Meters of a process without workers. */
    public ExecutorMeters(PrometheusMeterRegistry registry) {
        this.registry = registry;
        backPressure = new DurationHistogram(
                registry,
                "noisescale_executor_back_pressure_seconds",
                "How long gradients had to wait until they could be sent, where they had to");
    }

    /** A worker's meters, as they are told. */
    private record Entry(Labels labels, MeterFamily family, WorkerMeter meter) {}

    private static Labels labels(String run, WorkerMeter worker) {
        return Labels.of("run", run, "worker", Integer.toString(worker.worker()));
    }

    /** Tells of a worker from now on; of another attempt's in its place. */
    public void onWorker(String run, WorkerMeter worker) {
        Labels labels = labels(run, worker);
        Entry earlier = present.remove(labels);
        forget(earlier);
        present.put(labels, new Entry(labels, family(run, worker), worker));
        backPressure.add(labels, worker.backPressure());
    }

    /** The worker has ended. */
    public void onWorkerOver(String run, WorkerMeter worker) {
        Entry entry = present.get(labels(run, worker));
        if (entry == null || !entry.meter().equals(worker)) {
            return;
        }
        ended.add(entry);
        while (ended.size() > ENDED_MAX) {
            Entry oldest = ended.poll();
            if (oldest != null && present.remove(oldest.labels(), oldest)) {
                forget(oldest);
            }
        }
    }

    private void forget(@Nullable Entry entry) {
        if (entry != null) {
            entry.family().remove();
            backPressure.remove(entry.labels(), entry.meter().backPressure());
        }
    }

    private MeterFamily family(String run, WorkerMeter worker) {
        Tags tags = Tags.of("run", run, "worker", Integer.toString(worker.worker()));
        MeterFamily family = new MeterFamily(registry, "executor", tags);
        family.count("steps", null, sum(worker, Sum.STEPS), "Steps that the worker has done");
        family.count("examples", null, sum(worker, Sum.EXAMPLES), "Examples that it has computed gradients of");
        family.count("pushed", "bytes", sum(worker, Sum.PUSHED_BYTES), "Bytes of gradients that it has sent");
        family.count("pulled", "bytes", sum(worker, Sum.PULLED_BYTES), "Bytes of parameters that came");
        family.seconds("compute", sum(worker, Sum.COMPUTE_NS), "Time until the worker's gradients were there");
        family.seconds("push", sum(worker, Sum.PUSH_NS), "Time until they were sent, back pressure included");
        family.seconds("wait", sum(worker, Sum.WAIT_NS), "Time from then until the first new parameters came");
        family.seconds("pull", sum(worker, Sum.PULL_NS), "Time from then until all of them were there");
        return family;
    }

    private static DoubleSupplier sum(WorkerMeter worker, Sum sum) {
        return () -> worker.value(sum);
    }
}
