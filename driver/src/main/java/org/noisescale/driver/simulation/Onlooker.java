package org.noisescale.driver.simulation;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.service.StepReport;

/** Lets somebody see now and then how far a simulation is, and asks whether it is still wanted. It changes nothing. */
final class Onlooker {
    private static final long LOOK_EVERY_NS = 200_000_000;
    private static final double NS_PER_SECOND = 1e9;

    private final BooleanSupplier unwanted;
    private final Consumer<Glimpse> glimpses;
    private final NoiseScaleEstimator noise = new NoiseScaleEstimator();
    private final long startNs = System.nanoTime();
    private long lookedNs = startNs;
    private long examples;

    Onlooker(BooleanSupplier unwanted, Consumer<Glimpse> glimpses) {
        this.unwanted = unwanted;
        this.glimpses = glimpses;
    }

    /** Takes an update; throws {@link IllegalStateException} if no more are wanted. */
    void observe(StepReport report) {
        noise.observe(report.total());
        examples += report.examples();
        long nowNs = System.nanoTime();
        if (nowNs - lookedNs < LOOK_EVERY_NS) {
            return;
        }
        lookedNs = nowNs;
        if (unwanted.getAsBoolean()) {
            throw new IllegalStateException("the simulation was stopped at update " + report.step());
        }
        glimpses.accept(new Glimpse(
                report.step(), report.loss(), noise.scale().value(), examples * NS_PER_SECOND / (nowNs - startNs)));
    }
}
