package org.noisescale.parameterserver.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/** Meters of one party, told apart from others of its kind by its number. */
record MeterFamily(MeterRegistry registry, String kind, int number) {

    void seconds(String name, Tally nanoseconds, String description) {
        FunctionCounter.builder("noisescale." + kind + "." + name, nanoseconds, Tally::seconds)
                .baseUnit("seconds")
                .description(description)
                .tag(kind, Integer.toString(number))
                .register(registry);
    }

    void count(String name, @Nullable String unit, Tally tally, String description) {
        FunctionCounter.builder("noisescale." + kind + "." + name, tally, Tally::value)
                .baseUnit(unit)
                .description(description)
                .tag(kind, Integer.toString(number))
                .register(registry);
    }
}
