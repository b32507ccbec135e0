package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code sweep} before its values are understood: dotted keys, each with a list.
 *
 * @param axes the swept keys in order
 */
record Sweep(List<RawAxis> axes) {
    /** How many configurations a study may have; times its seeds this is the number of its runs. */
    static final int COMBINATIONS_MAX = 10_000;

    /**
     * A key and what is written for it.
     *
     * @param key dotted
     * @param values one or more
     */
    record RawAxis(String key, YamlValue.Items values) {
        List<String> path() {
            return Arrays.asList(key.split("\\."));
        }

        private boolean isSection() {
            return StudyKeys.findSection(key).isPresent();
        }
    }

    /** Reads the section of {@code study}; throws {@link InputException}. */
    static Sweep of(YamlValue.Mapping study) {
        Optional<YamlValue> written = study.find("sweep").filter(value -> !value.isNull());
        List<RawAxis> axes = new ArrayList<>();
        if (written.isPresent()) {
            if (!(written.get() instanceof YamlValue.Mapping sweep)) {
                throw written.get()
                        .place()
                        .problem("sweep must be keys with lists, was "
                                + written.get().shown());
            }
            sweep.values().forEach((key, values) -> axes.add(axis(key, values)));
            axes.forEach(axis -> refuseSetting(axis, study));
            axes.forEach(axis -> refuseKeysBeside(axis, study));
            refuseNested(axes);
            new Sweep(axes).refuseTooMany(1, sweep.place());
        }
        return new Sweep(List.copyOf(axes));
    }

    /** The study once for every combination, the last axis changing fastest. */
    List<YamlValue.Mapping> combinations(YamlValue.Mapping study) {
        List<YamlValue.Mapping> combinations = List.of(study);
        for (RawAxis axis : axes) {
            combinations = combinations.stream()
                    .flatMap(combination ->
                            axis.values().values().stream().map(value -> combination.with(axis.path(), value.swept())))
                    .toList();
        }
        return combinations;
    }

    private static RawAxis axis(String key, YamlValue values) {
        if (!StudyKeys.sweepable().contains(key)) {
            throw values.place().problem("sweep." + key + refusal(key, "swept"));
        }
        if (!(values instanceof YamlValue.Items items) || items.values().isEmpty()) {
            String was = values instanceof YamlValue.Items ? "an empty list" : values.shown();
            throw values.place().problem("sweep." + key + " must be a list of values, was " + was);
        }
        RawAxis axis = new RawAxis(key, items);
        for (YamlValue value : items.values()) {
            if ((value instanceof YamlValue.Mapping && !axis.isSection()) || value.isNull()) {
                throw value.place().problem("sweep." + key + " must list single values or lists, had " + value.shown());
            }
        }
        return axis;
    }

    /** What to say of a key that cannot be varied in the way that a word names. */
    static String refusal(String key, String how) {
        if (key.equals("training.seeds")) {
            return " cannot be " + how + "; every configuration runs with each of training.seeds";
        }
        return " cannot be " + how
                + StudyKeys.findElsewhere(key)
                        .or(() -> Nearest.find(key, StudyKeys.sweepable()))
                        .map(Nearest::question)
                        .orElse("; a " + how
                                + " key is one of data, model, optimizer, training, e.g. training.batchSize");
    }

    private static void refuseSetting(RawAxis axis, YamlValue.Mapping study) {
        study.findPath(axis.key())
                .map(YamlValue::place)
                .filter(place -> place.origin() == Place.Origin.SETTING)
                .ifPresent(place -> {
                    throw place.problem(axis.key() + " is swept ("
                            + axis.values().place().words() + "); set sweep." + axis.key() + "=[…] instead");
                });
    }

    /** A swept section replaces the whole one; keys that stand in the same file were meant to hold beside it. */
    private static void refuseKeysBeside(RawAxis axis, YamlValue.Mapping study) {
        Place swept = axis.values().place();
        study.findPath(axis.key())
                .filter(section -> section instanceof YamlValue.Mapping mapping
                        && !mapping.values().isEmpty())
                .map(YamlValue::place)
                .filter(place -> place.origin() == swept.origin())
                .ifPresent(place -> {
                    throw place.problem(axis.key() + " is swept (" + swept.words()
                            + "); each value of the sweep must have all keys that are to hold with it");
                });
    }

    private static void refuseNested(List<RawAxis> axes) {
        for (RawAxis outer : axes) {
            for (RawAxis inner : axes) {
                if (inner.key().startsWith(outer.key() + ".")) {
                    throw inner.values()
                            .place()
                            .problem("sweep." + inner.key() + " lies within sweep." + outer.key()
                                    + "; sweep one of them");
                }
            }
        }
    }

    /** Throws {@link InputException} if the combinations, each tried so often, are too many. */
    void refuseTooMany(int trials, Place place) {
        double count = trials
                * axes.stream()
                        .mapToDouble(axis -> axis.values().values().size())
                        .reduce(1, (a, b) -> a * b);
        if (count > COMBINATIONS_MAX) {
            String times = trials > 1 ? " times the trials of search" : "";
            throw place.problem(
                    "sweep" + times + " must have at most " + COMBINATIONS_MAX + " combinations, had " + (long) count);
        }
    }

    /** Throws {@link InputException} if a key, or one that contains it or lies within it, is swept. */
    void refuseKnown(String key, Place place) {
        for (RawAxis axis : axes) {
            if ((axis.key() + ".").startsWith(key + ".") || key.startsWith(axis.key() + ".")) {
                throw place.problem("search." + key + " contradicts sweep." + axis.key() + "; vary a key in one way");
            }
        }
    }
}
