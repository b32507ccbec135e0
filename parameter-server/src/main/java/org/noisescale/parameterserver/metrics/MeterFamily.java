package org.noisescale.parameterserver.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Meters of one party, told apart from others of its kind by tags. */
final class MeterFamily {
    private static final double NS_PER_SECOND = 1e9;

    private final MeterRegistry registry;
    private final String kind;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    /** A family whose meters' names begin with its kind. */
    MeterFamily(MeterRegistry registry, String kind, Tags tags) {
        this.registry = registry;
        this.kind = kind;
        this.tags = tags;
    }

    /** The same for the party of a number among its kind. */
    static MeterFamily of(MeterRegistry registry, String kind, int number) {
        return new MeterFamily(registry, kind, Tags.of(kind, Integer.toString(number)));
    }

    /** A sum of nanoseconds. */
    void seconds(String name, DoubleSupplier nanoseconds, String description) {
        count(name, "seconds", () -> nanoseconds.getAsDouble() / NS_PER_SECOND, description);
    }

    /** Something that only grows. */
    void count(String name, @Nullable String unit, DoubleSupplier value, String description) {
        // A counter holds what it reads from weakly, and only what it reads with strongly.
        meters.add(FunctionCounter.builder(name(name), registry, ignored -> value.getAsDouble())
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .register(registry));
    }

    /** Something that also falls. */
    void level(String name, @Nullable String unit, DoubleSupplier value, String description) {
        meters.add(Gauge.builder(name(name), value::getAsDouble)
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }

    /** Takes a meter that was registered on its own. */
    void add(Meter meter) {
        meters.add(meter);
    }

    String name(String last) {
        return "noisescale." + kind + "." + last;
    }

    Tags tags() {
        return tags;
    }

    /** The registry forgets all of them. */
    void remove() {
        meters.forEach(registry::remove);
        meters.clear();
    }
}
