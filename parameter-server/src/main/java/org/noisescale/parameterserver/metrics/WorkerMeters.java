package org.noisescale.parameterserver.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.noisescale.parameterserver.protocol.WorkerTiming;

/** Where the time of one worker goes. */
final class WorkerMeters {
    private final Tally computeNs = new Tally();
    private final Tally pushNs = new Tally();
    private final Tally waitNs = new Tally();
    private final Tally backPressureNs = new Tally();

    WorkerMeters(MeterRegistry registry, int worker) {
        MeterFamily family = MeterFamily.of(registry, "worker", worker);
        family.seconds("compute", computeNs::value, "Time until the worker's gradients were there");
        family.seconds("push", pushNs::value, "Time until they were sent");
        family.seconds("wait", waitNs::value, "Time from then until the new parameters were there");
        family.seconds("back.pressure", backPressureNs::value, "Time in which the worker could not send");
    }

    void observe(WorkerTiming timing) {
        computeNs.add(timing.computeNs());
        pushNs.add(timing.pushNs());
        waitNs.add(timing.waitNs());
        backPressureNs.add(timing.backPressureNs());
    }
}
