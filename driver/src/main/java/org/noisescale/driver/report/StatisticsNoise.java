package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.BatchNormTheory;
import org.noisescale.driver.analysis.CsvTable;

/** How far means and deviations of BatchNormalization scatter from batch to batch, against the size of a group. */
final class StatisticsNoise implements Drawing {
    private static final String ID = "statistics-noise";
    private static final String TITLE = "Noise of the statistics";
    private static final String COUNT = "values_per_channel";
    private static final String VARIANCE = "variance";
    private static final List<Page.Axis> X =
            List.of(Page.Axis.logarithmic("values of a channel in a group of statistics, n"));
    private static final List<String> COLUMNS = List.of(
            "series",
            "layer",
            "n",
            "Var x̄ / σ²",
            "1/n",
            "σ² Var(1/σ)",
            "if normal",
            "Var x̂",
            "√E(x̄ − running mean)² / σ");
    private static final String CAPTION = "From two batches at one version (measure.batchNorm), for each layer in the"
            + " mean over channels and steps: the variance of the batch mean and of 1/σ, in units of the activations'"
            + " own. Broken lines hold for independent normal activations: 1/n, and n/(n−3) − (E 1/σ)². Activations of"
            + " a rectifier have heavier tails and scatter more; pixels of an image depend on each other, so that a"
            + " mean over them scatters as one over fewer.";

    /** Of one layer in one group of runs; variances in units of σ². */
    private record Layer(
            RunGroup group, String name, long count, double mean, double inverse, double normalized, double distance) {
        private double theory(ToDoubleFunction<BatchNormTheory> figure) {
            return count < 4 ? Double.NaN : figure.applyAsDouble(new BatchNormTheory(count));
        }
    }

    @Override
    public Page.Section draw(Comparison comparison) {
        List<Layer> layers = comparison.groups().stream()
                .flatMap(group -> layers(group).stream())
                .toList();
        if (layers.isEmpty()) {
            return Page.Section.nothing(
                    ID, TITLE, "No run has looked at a second batch: measure.batchNorm.every must be 2 or more.");
        }
        List<Page.Chart> charts = List.of(
                chart("mean", "variance of the mean, Var x̄ / σ²", layers, Layer::mean, BatchNormTheory::meanVariance),
                chart(
                        "inverse",
                        "variance of 1/σ, σ² Var(1/σ)",
                        layers,
                        Layer::inverse,
                        BatchNormTheory::inverseDeviationVariance));
        return new Page.Section(ID, TITLE, CAPTION, List.of(), charts, List.of(table(layers)));
    }

    private static Page.Chart chart(
            String id,
            String label,
            List<Layer> layers,
            ToDoubleFunction<Layer> figure,
            ToDoubleFunction<BatchNormTheory> law) {
        Map<String, ErrorBars> byLayer = new LinkedHashMap<>();
        SortedSet<Long> counts = new TreeSet<>();
        for (Layer layer : layers) {
            double value = figure.applyAsDouble(layer);
            byLayer.computeIfAbsent("layer " + layer.name, name -> new ErrorBars())
                    .add((double) layer.count, value, value, value);
            counts.add(layer.count);
        }
        List<Page.Series> series = new ArrayList<>();
        byLayer.forEach((name, bars) ->
                series.add(bars.series(name, new Page.Look(series.size() % Page.HUES, 0.6), Page.Style.POINTS)));
        List<Long> known = counts.stream().filter(count -> count >= 4).toList();
        series.add(ErrorBars.law(
                "independent normal activations",
                new Page.Look(0, 0.2),
                known.stream().map(Long::doubleValue).toList(),
                known.stream()
                        .map(count -> law.applyAsDouble(new BatchNormTheory(count)))
                        .toList()));
        List<Page.Key> keys = List.of(
                new Page.Key(Page.Style.POINTS, "measured"), new Page.Key(Page.Style.LAW, "normal activations"));
        Page.Axis y = Page.Axis.logarithmic(label).withSwitch();
        return new Page.Chart(ID + "-" + id, label, X, y, series, keys);
    }

    private static List<Layer> layers(RunGroup group) {
        List<CsvTable> tables = group.runs().stream()
                .flatMap(run -> group.study().findStatistics(run).stream())
                .toList();
        return tables.stream()
                .flatMap(table -> table.rows().stream()
                        .map(row -> row.cells().get(table.header().indexOf("layer"))))
                .distinct()
                .map(name -> layer(group, name, tables))
                .toList();
    }

    /** Ratios of averages over steps and seeds. */
    private static Layer layer(RunGroup group, String name, List<CsvTable> tables) {
        double variance = mean(tables, name, VARIANCE);
        double count = mean(tables, name, COUNT);
        double own = variance * count / (count - 1);
        return new Layer(
                group,
                name,
                Math.round(count),
                mean(tables, name, "mean_variance") / own,
                mean(tables, name, "inverse_deviation_variance") * own,
                mean(tables, name, "normalized_variance"),
                Math.sqrt(mean(tables, name, "running_mean_distance_squared") / own));
    }

    private static double mean(List<CsvTable> tables, String layer, String column) {
        return tables.stream()
                .flatMapToDouble(table -> IntStream.range(0, table.rowCount())
                        .filter(row -> table.text(row, "layer").equals(layer))
                        .mapToDouble(row -> table.number(row, column)))
                .average()
                .orElse(Double.NaN);
    }

    private static Page.Table table(List<Layer> layers) {
        List<List<String>> rows = layers.stream().map(StatisticsNoise::row).toList();
        return new Page.Table(
                ID, "Scatter of the statistics, and what it were for independent normal activations", COLUMNS, rows);
    }

    private static List<String> row(Layer layer) {
        List<String> cells = new ArrayList<>(List.of(layer.group.label(), layer.name, Long.toString(layer.count)));
        Arrays.asList(
                        layer.mean,
                        layer.theory(BatchNormTheory::meanVariance),
                        layer.inverse,
                        layer.theory(BatchNormTheory::inverseDeviationVariance),
                        layer.normalized,
                        layer.distance)
                .forEach(figure -> cells.add(FigureText.significant(figure, 3)));
        return cells;
    }
}
