package org.noisescale.parameterserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class MeterFamilyTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong figure = new AtomicLong(3);

    private void register() {
        MeterFamily family = new MeterFamily(registry, "server", Tags.empty());
        family.count("pushes", null, figure::doubleValue, "Pushes");
        family.level("drivers", null, figure::doubleValue, "Drivers");
        family.seconds("adding", figure::doubleValue, "Time of adding");
    }

    /** Until an object that nobody holds is gone. */
    private static void collectGarbage() {
        WeakReference<Object> unheld = new WeakReference<>(new Object());
        while (unheld.get() != null) {
            System.gc();
        }
    }

    @Test
    void figuresAreReadWhoeverElseHasForgottenTheFamily() {
        register();
        collectGarbage();
        figure.set(5_000_000_000L);

        assertThat(registry.get("noisescale.server.pushes").functionCounter().count())
                .isEqualTo(5e9);
        assertThat(registry.get("noisescale.server.drivers").gauge().value()).isEqualTo(5e9);
        assertThat(registry.get("noisescale.server.adding").functionCounter().count())
                .isEqualTo(5);
    }
}
