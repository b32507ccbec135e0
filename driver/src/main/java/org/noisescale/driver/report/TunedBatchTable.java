package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisescale.driver.analysis.Interval;
import org.noisescale.driver.analysis.criticalbatch.CriticalBatchFit;
import org.noisescale.driver.analysis.criticalbatch.MedianEstimate;
import org.noisescale.driver.analysis.criticalbatch.Trial;
import org.noisescale.driver.analysis.criticalbatch.TunedBatch;
import org.noisescale.driver.analysis.criticalbatch.TunedBatch.Edge;
import org.noisescale.driver.analysis.criticalbatch.TunedQuadratic;

/** The best trial of each batch size as a table, beside the hyperbola and theory where there are such. */
final class TunedBatchTable {
    private final List<TunedFamily> families;
    private final Map<TunedFamily, TunedTheory> theories;
    private final List<String> searched;
    private final boolean fitted;

    /** Of families without theory. */
    TunedBatchTable(List<TunedFamily> families) {
        this(families, Map.of());
    }

    /** Of families some of which have a theory. */
    TunedBatchTable(List<TunedFamily> families, Map<TunedFamily, TunedTheory> theories) {
        this.families = families;
        this.theories = theories;
        searched = families.stream()
                .flatMap(family -> family.searched().stream())
                .distinct()
                .toList();
        fitted = families.stream().anyMatch(family -> family.fit().isPresent());
    }

    /** What the intervals are worth, as a sentence. */
    static String coverage(List<TunedFamily> families) {
        MedianEstimate any = families.get(0).batches().get(0).trials().get(0).steps();
        return "Intervals of medians are distribution-free, between order statistics; with "
                + FigureText.counted(any.count(), "seed") + " they cover the true median with probability "
                + FigureText.significant(any.coverage(), 3) + ".";
    }

    static String word(Edge edge) {
        return edge == Edge.LOW ? "lowest" : "highest";
    }

    static String figure(double value, Interval interval) {
        return FigureText.significant(value, 3) + " (" + FigureText.interval(interval) + ")";
    }

    Page.Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (TunedFamily family : families) {
            Optional<CriticalBatchFit> fit = family.fit();
            family.batches().forEach(batch -> rows.add(row(family, batch, fit)));
        }
        return new Page.Table("tuned-batches", "The best trial of each batch size", columns(), rows);
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("series", "batch size"));
        searched.forEach(key -> columns.addAll(List.of(Comparison.shortName(key), "in the range")));
        columns.addAll(List.of("steps", "interval", "reached", "examples"));
        if (fitted) {
            columns.add("hyperbola");
        }
        if (!theories.isEmpty()) {
            columns.addAll(List.of("theory there", "theory's best", "its learning rate"));
        }
        columns.add("noise scale");
        return columns;
    }

    private List<String> row(TunedFamily family, TunedBatch batch, Optional<CriticalBatchFit> fit) {
        Optional<Trial> best = batch.best();
        List<String> row = new ArrayList<>(List.of(family.label(), FigureText.significant(batch.batchSize(), 7)));
        for (String key : searched) {
            row.add(best.map(trial -> trial.values().getOrDefault(key, "")).orElse(""));
            row.add(best.map(trial -> batch.edge(key).map(TunedBatchTable::word).orElse("within"))
                    .orElse(""));
        }
        row.add(best.map(trial -> FigureText.significant(trial.steps().median(), 7))
                .orElse("∞"));
        row.add(best.map(trial -> range(trial.steps().interval())).orElse(""));
        row.add(best.map(trial -> reached(trial.steps())).orElse("0"));
        row.add(best.map(trial -> FigureText.significant(trial.steps().median() * batch.batchSize(), 7))
                .orElse("∞"));
        if (fitted) {
            row.add(fit.map(curve -> FigureText.significant(curve.steps(batch.batchSize()), 4))
                    .orElse(""));
        }
        if (!theories.isEmpty()) {
            row.addAll(theory(family, batch));
        }
        row.add(best.flatMap(TunedFamily::noiseScale)
                .map(scale -> figure(scale.value(), scale.interval()))
                .orElse(""));
        return row;
    }

    private List<String> theory(TunedFamily family, TunedBatch batch) {
        TunedTheory theory = theories.get(family);
        if (theory == null) {
            return List.of("", "", "");
        }
        TunedQuadratic.Optimum optimum = theory.optimum(batch);
        return List.of(
                batch.best()
                        .map(trial -> FigureText.significant(theory.steps(batch, trial), 7))
                        .orElse(""),
                FigureText.significant(optimum.steps(), 7),
                Double.isFinite(optimum.steps()) ? FigureText.significant(optimum.learningRate(), 3) : "");
    }

    private static String reached(MedianEstimate steps) {
        return (steps.count() - steps.censored()) + " of " + steps.count();
    }

    private static String range(Interval interval) {
        return FigureText.significant(interval.low(), 7) + "–" + FigureText.significant(interval.high(), 7);
    }
}
