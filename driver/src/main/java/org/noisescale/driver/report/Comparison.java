package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/** The studies of one report with their runs in groups that differ only in the seed. */
final class Comparison {
    static final String BATCH_SIZE = "training.batchSize";
    /** The label of a group that has no others beside it. */
    static final String ALL_RUNS = "all runs";

    private static final List<Double> SHADES = List.of(0.5, 0.15, 0.85);

    private final List<StudyResults> studies;
    private final Optional<String> sweptKey;
    private final List<RunGroup> groups;

    Comparison(List<StudyResults> studies) {
        this.studies = List.copyOf(studies);
        this.sweptKey = chooseSweptKey(studies);
        this.groups = paint(studies.stream().flatMap(this::groupsOf).toList());
    }

    List<StudyResults> studies() {
        return studies;
    }

    /** The key that noise charts have on their x axis; empty when nothing is swept. */
    Optional<String> sweptKey() {
        return sweptKey;
    }

    /** All groups, by study, in the order of the swept key. */
    List<RunGroup> groups() {
        return groups;
    }

    /** The groups by their family, in order. */
    Map<String, List<RunGroup>> families() {
        Map<String, List<RunGroup>> families = new LinkedHashMap<>();
        groups.forEach(group -> families.computeIfAbsent(group.family(), name -> new ArrayList<>())
                .add(group));
        return families;
    }

    /** Whether the swept key is the batch size, for which theory has a law. */
    boolean sweepsBatchSize() {
        return sweptKey.filter(BATCH_SIZE::equals).isPresent();
    }

    /** Whether every group has a number for the swept key. */
    boolean isSweptNumerically() {
        return groups.stream().noneMatch(group -> Double.isNaN(sweptNumber(group)));
    }

    /** The group's value of the swept key; NaN if it is not a number. */
    double sweptNumber(RunGroup group) {
        return sweptKey.map(group::number).orElse(Double.NaN);
    }

    /** The group's value of the swept key as text. */
    String sweptText(RunGroup group) {
        return sweptKey.flatMap(group::findSetting).orElse("—");
    }

    /** What a study is called here: its name, with its folder where two have the same name. */
    String name(StudyResults study) {
        String name = study.study().name();
        boolean clash = studies.stream()
                        .filter(other -> other.study().name().equals(name))
                        .count()
                > 1;
        return clash ? name + " (" + study.place() + ")" : name;
    }

    private Stream<RunGroup> groupsOf(StudyResults study) {
        Map<Map<String, String>, List<RunResult>> runs = new LinkedHashMap<>();
        study.runs()
                .forEach(run -> runs.computeIfAbsent(run.swept(), swept -> new ArrayList<>())
                        .add(run));
        return runs.entrySet().stream()
                .map(entry -> new RunGroup(
                        label(study, entry.getKey(), Optional.empty()),
                        label(study, entry.getKey(), sweptKey),
                        new Page.Look(0, 0),
                        study,
                        entry.getKey(),
                        entry.getValue()))
                .sorted(Comparator.comparingDouble(this::sweptNumber));
    }

    private String label(StudyResults study, Map<String, String> swept, Optional<String> without) {
        List<String> parts = new ArrayList<>();
        swept.forEach((key, value) -> {
            if (!without.equals(Optional.of(key))) {
                parts.add(shortName(key) + " = " + value);
            }
        });
        String values = String.join(", ", parts);
        if (studies.size() > 1) {
            return values.isEmpty() ? name(study) : name(study) + " · " + values;
        }
        return values.isEmpty() ? ALL_RUNS : values;
    }

    /** The letter of the batch size, or the last part of any other key. */
    static String shortName(String key) {
        return key.equals(BATCH_SIZE) ? "B" : key.substring(key.lastIndexOf('.') + 1);
    }

    private static Optional<String> chooseSweptKey(List<StudyResults> studies) {
        List<String> keys = studies.stream()
                .flatMap(study -> study.study().sweptKeys().stream())
                .toList();
        return keys.contains(BATCH_SIZE)
                ? Optional.of(BATCH_SIZE)
                : keys.stream().findFirst();
    }

    /** A hue for each family with shades along the swept key; a look for each group where the key is no number. */
    private List<RunGroup> paint(List<RunGroup> plain) {
        List<String> families = plain.stream().map(RunGroup::family).distinct().toList();
        List<Double> values =
                plain.stream().map(this::sweptNumber).distinct().sorted().toList();
        boolean numbered = values.stream().noneMatch(value -> value.isNaN());
        List<RunGroup> painted = new ArrayList<>();
        for (RunGroup group : plain) {
            Page.Look look = numbered
                    ? new Page.Look(families.indexOf(group.family()), share(values, sweptNumber(group)))
                    : unordered(painted.size());
            painted.add(new RunGroup(group.label(), group.family(), look, group.study(), group.swept(), group.runs()));
        }
        return List.copyOf(painted);
    }

    private static double share(List<Double> values, double value) {
        return values.size() > 1 ? values.indexOf(value) / (values.size() - 1.0) : 0.5;
    }

    /** Another hue for each; when there are no more, other shades of them. */
    private static Page.Look unordered(int position) {
        return new Page.Look(position, SHADES.get(position / Page.HUES % SHADES.size()));
    }
}
