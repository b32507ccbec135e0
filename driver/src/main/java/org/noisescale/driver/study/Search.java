package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The section {@code search}: keys for which every combination of the sweep is tried with several values, the points of
 * a quasi-random set ({@link TrialPoints}).
 *
 * @param ranges the searched keys in order; none where nothing is searched
 * @param trials how many points
 * @param seed what moves the points
 */
record Search(List<SearchRange> ranges, int trials, long seed) {
    private static final String SEARCH = "search";
    private static final List<String> OWN_KEYS = List.of("trials", "seed");
    private static final WholeRange TRIALS = new WholeRange(2, 1_000);
    private static final WholeRange SEED = new WholeRange(0, Long.MAX_VALUE);
    private static final ValueType.Decimal NUMBER = new ValueType.Decimal(NumberRange.FINITE);
    private static final Map<String, Boolean> SCALES = scales();
    private static final Map<String, Boolean> YES_OR_NO = Map.of("true", true, "false", false);

    /** Keeps a copy of the list that cannot change. */
    Search {
        ranges = List.copyOf(ranges);
    }

    private static Map<String, Boolean> scales() {
        Map<String, Boolean> scales = new LinkedHashMap<>();
        scales.put("logarithmic", true);
        scales.put("linear", false);
        return Collections.unmodifiableMap(scales);
    }

    /** Reads the section of {@code study}; throws {@link InputException}. */
    static Search of(YamlValue.Mapping study, Sweep sweep) {
        Optional<YamlValue> written = study.find(SEARCH).filter(value -> !value.isNull());
        if (written.isEmpty()) {
            return new Search(List.of(), 1, 0);
        }
        if (!(written.get() instanceof YamlValue.Mapping search)) {
            throw written.get()
                    .place()
                    .problem("search must be keys with ranges, was "
                            + written.get().shown());
        }
        return of(search, study, sweep);
    }

    private static Search of(YamlValue.Mapping search, YamlValue.Mapping study, Sweep sweep) {
        List<SearchRange> ranges = new ArrayList<>();
        Map<String, YamlValue> own = new LinkedHashMap<>();
        search.values().forEach((key, value) -> {
            if (OWN_KEYS.contains(key)) {
                own.put(key, value);
            } else {
                ranges.add(range(key, value, search, study, sweep));
            }
        });
        Section section = Section.of(
                SectionKeys.plain(SEARCH, OWN_KEYS.toArray(String[]::new)), new YamlValue.Mapping(own, search.place()));
        int trials = section.count("trials", 16, TRIALS);
        long seed = section.value("seed", 1L, new ValueType.Whole(SEED));
        if (ranges.isEmpty()) {
            return new Search(List.of(), 1, 0);
        }
        Search read = new Search(ranges, trials, seed);
        sweep.refuseTooMany(trials, search.place());
        return read;
    }

    private static SearchRange range(
            String key, YamlValue value, YamlValue.Mapping search, YamlValue.Mapping study, Sweep sweep) {
        if (!StudyKeys.sweepable().contains(key)) {
            throw value.place().problem("search." + key + Sweep.refusal(key, "searched"));
        }
        sweep.refuseKnown(key, value.place());
        SectionKeys keys = SectionKeys.plain("search." + key, SearchRange.KEYS.toArray(String[]::new));
        Section section = Section.of(
                        SectionKeys.plain(SEARCH, search.values().keySet().toArray(String[]::new)), search)
                .section(key, keys);
        double low = section.required("low", NUMBER);
        double high = section.required("high", NUMBER);
        boolean logarithmic = section.value("scale", true, new Choice<>(SCALES, List.of()));
        boolean whole = section.value("whole", false, new Choice<>(YES_OR_NO, List.of()));
        boolean relative = section.value("relative", false, new Choice<>(YES_OR_NO, List.of()));
        if (!relative) {
            refuseSetting(key, value.place(), study);
        }
        return section.check(
                List.of("high", "low"), () -> new SearchRange(key, low, high, logarithmic, whole, relative));
    }

    /** A setting that the search would make void. */
    private static void refuseSetting(String key, Place searched, YamlValue.Mapping study) {
        study.findPath(key)
                .map(YamlValue::place)
                .filter(place -> place.origin() == Place.Origin.SETTING)
                .ifPresent(place -> {
                    throw place.problem(key + " is searched (" + searched.words() + "); set search." + key
                            + "={low: …, high: …} instead");
                });
    }

    /** The searched keys in order. */
    List<String> keys() {
        return ranges.stream().map(SearchRange::key).toList();
    }

    /** Every study once with each trial, the trials changing fastest; throws {@link InputException}. */
    List<YamlValue.Mapping> trials(List<YamlValue.Mapping> studies, YamlValue.Mapping study) {
        if (ranges.isEmpty()) {
            return studies;
        }
        Place place = study.find(SEARCH).orElse(study).place().asSweep();
        List<List<Double>> points = points();
        List<YamlValue.Mapping> tried = new ArrayList<>();
        for (YamlValue.Mapping each : studies) {
            List<Double> units = units(each, place);
            points.forEach(point -> tried.add(with(each, point, units, place)));
        }
        return tried;
    }

    /** Different points only: whole numbers of a narrow range come more than once. */
    private List<List<Double>> points() {
        return TrialPoints.of(trials, ranges.size(), seed).stream()
                .map(point -> IntStream.range(0, point.size())
                        .mapToObj(i -> ranges.get(i).at(point.get(i)))
                        .toList())
                .distinct()
                .toList();
    }

    private YamlValue.Mapping with(YamlValue.Mapping study, List<Double> point, List<Double> units, Place place) {
        YamlValue.Mapping changed = study;
        for (int i = 0; i < ranges.size(); i++) {
            String written = ranges.get(i).written(point.get(i), units.get(i));
            changed = changed.with(ranges.get(i).path(), new YamlValue.Scalar(written, false, place));
        }
        return changed;
    }

    /** What each range is a multiple of in a study without the search. */
    private List<Double> units(YamlValue.Mapping study, Place place) {
        if (ranges.stream().noneMatch(SearchRange::relative)) {
            return Collections.nCopies(ranges.size(), 1.0);
        }
        Resolution plain = ConfigurationReader.read(study).resolution();
        return ranges.stream()
                .map(range -> range.relative() ? unit(plain, range.key(), place) : 1.0)
                .toList();
    }

    private static double unit(Resolution plain, String key, Place place) {
        Resolution.Entry entry = plain.entries().get(key);
        if (entry == null || !(entry.value() instanceof Number number)) {
            throw place.problem("search." + key + ".relative needs a number to begin with, which " + key + " is not");
        }
        return number.doubleValue();
    }

    /**
     * The keys that {@code study} gives although they are searched, with their values: units of relative ranges. What a
     * swept section says stands there.
     *
     * @param combination the first of the sweep's
     */
    Map<String, Object> givenUnits(YamlValue.Mapping study, YamlValue.Mapping combination) {
        Map<String, Object> units = new LinkedHashMap<>();
        ranges.stream()
                .filter(SearchRange::relative)
                .map(SearchRange::key)
                .filter(key -> study.findPath(key).isPresent())
                .forEach(key -> units.put(
                        key, ConfigurationReader.read(combination).resolution().value(key)));
        return units;
    }

    /** As {@code study.yaml} says it. */
    Map<String, Object> written() {
        Map<String, Object> written = new LinkedHashMap<>();
        for (SearchRange range : ranges) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("low", range.low());
            values.put("high", range.high());
            values.put("scale", range.logarithmic() ? "logarithmic" : "linear");
            values.put("whole", range.whole());
            values.put("relative", range.relative());
            written.put(range.key(), values);
        }
        written.put("trials", trials);
        written.put("seed", seed);
        return written;
    }
}
