package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.noisescale.driver.analysis.Interval;
import org.noisescale.driver.analysis.RatioEstimate;
import org.noisescale.driver.analysis.criticalbatch.CriticalBatchFit;
import org.noisescale.driver.analysis.criticalbatch.TunedBatch.Edge;

/** The critical batch size in words and tables. */
final class CriticalBatchText {
    private static final String WITHOUT_FIT =
            "No critical batch size, because the steps to the target do not determine one.";

    private final List<TunedFamily> families;
    private final Map<TunedFamily, TunedTheory> theories;

    CriticalBatchText(List<TunedFamily> families, Map<TunedFamily, TunedTheory> theories) {
        this.families = families;
        this.theories = theories;
    }

    String caption() {
        String theory = theories.isEmpty()
                ? ""
                : " Theory is the exact expected loss of the noisy quadratic model; a single run is noisy about it and"
                        + " gets below the target for the first time a little earlier.";
        return "Each batch size counts with the trial whose median over seeds is the least. A run that does not reach the"
                + " target within its steps counts as infinite. " + TunedBatchTable.coverage(families)
                + " The hyperbola is fitted by least squares to the logarithms of the"
                + " steps; its intervals come from the scatter about it (Student's t), and they do not contain what a"
                + " best trial at the edge of the searched range may hide." + theory;
    }

    List<String> answers() {
        List<String> answers = new ArrayList<>();
        for (TunedFamily family : families) {
            String name = families.size() > 1 ? family.label() + ". " : "";
            answers.add(name + family.fit().map(fit -> sentence(family, fit)).orElse(WITHOUT_FIT));
        }
        agreement().ifPresent(answers::add);
        answers.addAll(edges());
        return answers;
    }

    private static String sentence(TunedFamily family, CriticalBatchFit fit) {
        return "Critical batch size ≈ "
                + TunedBatchTable.figure(fit.criticalBatchSize(), fit.criticalBatchSizeInterval())
                + " examples; no batch gets there in fewer than "
                + TunedBatchTable.figure(fit.stepsMin(), fit.stepsMinInterval())
                + " steps or " + TunedBatchTable.figure(fit.examplesMin(), fit.examplesMinInterval()) + " examples"
                + noise(family).map(range -> "; measured noise scale " + range).orElse("") + ".";
    }

    /** From the least to the greatest noise scale of the best trials. */
    private static Optional<String> noise(TunedFamily family) {
        double[] scales = family.best().values().stream()
                .flatMap(trial -> TunedFamily.noiseScale(trial).stream())
                .mapToDouble(RatioEstimate::value)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return scales.length == 0
                ? Optional.empty()
                : Optional.of(FigureText.interval(new Interval(scales[0], scales[scales.length - 1])));
    }

    private Optional<String> agreement() {
        double[] excess = theories.entrySet().stream()
                .flatMapToDouble(each -> excess(each.getKey(), each.getValue()))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return excess.length == 0
                ? Optional.empty()
                : Optional.of("Against theory at its own best learning rates, the best trials at "
                        + FigureText.counted(excess.length, "batch size") + " take from " + difference(excess[0])
                        + " to " + difference(excess[excess.length - 1]) + " steps.");
    }

    /** By how much of theory's least steps each batch size's best trial takes more. */
    private static DoubleStream excess(TunedFamily family, TunedTheory theory) {
        return family.best().entrySet().stream()
                .mapToDouble(best -> best.getValue().steps().median()
                                / theory.optimum(best.getKey()).steps()
                        - 1);
    }

    private static String difference(double excess) {
        return FigureText.percent(Math.abs(excess)) + (excess < 0 ? " fewer" : " more");
    }

    private List<String> edges() {
        List<String> found = new ArrayList<>();
        for (TunedFamily family : families) {
            for (String key : family.searched()) {
                for (Edge edge : Edge.values()) {
                    String batches = family.batches().stream()
                            .filter(batch ->
                                    batch.edge(key).filter(edge::equals).isPresent())
                            .map(batch -> FigureText.significant(batch.batchSize(), 7))
                            .collect(Collectors.joining(", "));
                    if (!batches.isEmpty()) {
                        found.add(edge(family, key, edge, batches));
                    }
                }
            }
        }
        return found;
    }

    private String edge(TunedFamily family, String key, Edge edge, String batches) {
        String where = TunedBatchTable.word(edge);
        return "At the edge of the search: the best " + key + " is the " + where + " that was tried at B = " + batches
                + (families.size() > 1 ? " (" + family.label() + ")" : "") + "; widen search." + key + ".";
    }

    List<Page.Table> tables() {
        List<List<String>> fits = families.stream().flatMap(this::fits).toList();
        List<Page.Table> tables = new ArrayList<>();
        if (!fits.isEmpty()) {
            tables.add(new Page.Table(
                    "critical-batch-fit",
                    "The hyperbola, with 95 % intervals",
                    List.of("series", "B_crit", "S_min", "E_min", "scatter", "points"),
                    fits));
        }
        tables.add(new TunedBatchTable(families, theories).table());
        return tables;
    }

    private Stream<List<String>> fits(TunedFamily family) {
        Stream<List<String>> theory = Optional.ofNullable(theories.get(family)).flatMap(TunedTheory::fit).stream()
                .map(fit -> row(family.label() + ", theory", fit));
        return Stream.concat(family.fit().stream().map(fit -> row(family.label(), fit)), theory);
    }

    private static List<String> row(String name, CriticalBatchFit fit) {
        return List.of(
                name,
                TunedBatchTable.figure(fit.criticalBatchSize(), fit.criticalBatchSizeInterval()),
                TunedBatchTable.figure(fit.stepsMin(), fit.stepsMinInterval()),
                TunedBatchTable.figure(fit.examplesMin(), fit.examplesMinInterval()),
                FigureText.percent(fit.scatter()),
                String.valueOf(fit.count()));
    }
}
