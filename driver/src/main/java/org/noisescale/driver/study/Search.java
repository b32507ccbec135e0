package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private static final Map<String, Boolean> WHOLE = Map.of("true", true, "false", false);

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
            throw value.place().problem("search." + key + " cannot be searched" + Sweep.hint(key));
        }
        sweep.refuseKnown(key, value.place());
        study.findPath(key)
                .map(YamlValue::place)
                .filter(place -> place.origin() == Place.Origin.SETTING)
                .ifPresent(place -> {
                    throw place.problem(key + " is searched (" + value.place().words() + "); set search." + key
                            + "={low: …, high: …} instead");
                });
        SectionKeys keys = SectionKeys.plain("search." + key, SearchRange.KEYS.toArray(String[]::new));
        Section section = Section.of(
                        SectionKeys.plain("", search.values().keySet().toArray(String[]::new)), search)
                .section(key, keys);
        double low = section.required("low", NUMBER);
        double high = section.required("high", NUMBER);
        boolean logarithmic = section.value("scale", true, new Choice<>(SCALES, List.of()));
        boolean whole = section.value("whole", false, new Choice<>(WHOLE, List.of()));
        return section.check(List.of("high", "low"), () -> new SearchRange(key, low, high, logarithmic, whole));
    }

    /** The searched keys in order. */
    List<String> keys() {
        return ranges.stream().map(SearchRange::key).toList();
    }

    /** Every study once with each trial, the trials changing fastest. */
    List<YamlValue.Mapping> trials(List<YamlValue.Mapping> studies, YamlValue.Mapping study) {
        if (ranges.isEmpty()) {
            return studies;
        }
        Place place = study.find(SEARCH).orElse(study).place().asSweep();
        List<Map<SearchRange, String>> points = points();
        return studies.stream()
                .flatMap(each -> points.stream().map(point -> with(each, point, place)))
                .toList();
    }

    private static YamlValue.Mapping with(YamlValue.Mapping study, Map<SearchRange, String> point, Place place) {
        YamlValue.Mapping changed = study;
        for (Map.Entry<SearchRange, String> value : point.entrySet()) {
            changed = changed.with(value.getKey().path(), new YamlValue.Scalar(value.getValue(), false, place));
        }
        return changed;
    }

    /** Different points only: whole numbers of a narrow range come more than once. */
    private List<Map<SearchRange, String>> points() {
        return TrialPoints.of(trials, ranges.size(), seed).stream()
                .map(point -> {
                    Map<SearchRange, String> values = new LinkedHashMap<>();
                    for (int i = 0; i < point.size(); i++) {
                        values.put(ranges.get(i), ranges.get(i).at(point.get(i)));
                    }
                    return values;
                })
                .distinct()
                .toList();
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
            written.put(range.key(), values);
        }
        written.put("trials", trials);
        written.put("seed", seed);
        return written;
    }
}
