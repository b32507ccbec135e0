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
        MeterFamily family = new MeterFamily(registry, "worker", worker);
        family.seconds("compute", computeNs, "Time until the worker's gradients were there");
        family.seconds("push", pushNs, "Time until they were sent");
        family.seconds("wait", waitNs, "Time from then until the new parameters were there");
        family.seconds("back.pressure", backPressureNs, "Time in which the worker could not send");
    }

    void observe(WorkerTiming timing) {
        computeNs.add(timing.computeNs());
        pushNs.add(timing.pushNs());
        waitNs.add(timing.waitNs());
        backPressureNs.add(timing.backPressureNs());
    }
}
