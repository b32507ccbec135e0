package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.LabelPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;

/**
 * The columns of {@code steps.csv}.
 *
 * @param layout its trainable segments have columns of their own
 * @param measured when noise can be measured; its columns are empty otherwise
 * @param biased whether virtual workers depend on each other; what their spread seems to tell has columns then
 * @param local whether workers take steps of their own; how far they are apart has a column then
 * @param task a regression has columns of its own behind all others
 */
public record StepsColumns(
        ParameterLayout layout, Measured measured, boolean biased, boolean local, LabelPlan.Task task) {
    /** Of workers that take steps of their own. */
    static final String SPREAD = "worker_spread";

    /** What the spread of virtual workers that depend on each other seems to tell. */
    static final List<String> BIASED = List.of("gradient_norm_squared_biased", "noise_trace_biased");

    /** Of a regression. */
    static final List<String> REGRESSION = List.of("evaluation_r_squared", "evaluation_mean_absolute_error");

    private static final List<String> FIRST = List.of(
            "step",
            "examples",
            "wall_seconds",
            "simulated_seconds",
            "loss",
            "learning_rate",
            "gradient_norm_squared",
            "noise_trace",
            "staleness_mean",
            "evaluation_loss",
            "evaluation_accuracy");

    private static final List<String> UPDATE =
            List.of("parameter_norm_squared", "update_norm_squared", "parameter_update_product");

    /** When the noise is measured. */
    public enum Measured {
        /** It cannot be. */
        NEVER,
        /** Where a second batch is looked at. */
        SOMETIMES,
        /** In every step. */
        ALWAYS
    }

    /** Of virtual workers that do not depend on each other, and take no steps of their own. */
    public StepsColumns(ParameterLayout layout, boolean measured, LabelPlan.Task task) {
        this(layout, measured ? Measured.ALWAYS : Measured.NEVER, false, false, task);
    }

    /** Those of a run. */
    static StepsColumns of(ParameterLayout layout, Configuration configuration) {
        Measured sometimes = configuration.measuresNoise() ? Measured.SOMETIMES : Measured.NEVER;
        return new StepsColumns(
                layout,
                configuration.measuresEveryStep() ? Measured.ALWAYS : sometimes,
                configuration.sharesStatistics(),
                configuration.training().cluster().synchronization().isLocal(),
                configuration.data().task());
    }

    boolean isRegression() {
        return task == LabelPlan.Task.REGRESSION;
    }

    List<String> header() {
        List<String> header = new ArrayList<>(FIRST);
        for (Segment segment : layout.segments()) {
            if (segment.kind().isTrainable()) {
                header.add("gradient_norm_squared." + segment.name());
                header.add("noise_trace." + segment.name());
            }
        }
        header.addAll(UPDATE);
        if (local) {
            header.add(SPREAD);
        }
        if (biased) {
            header.addAll(BIASED);
        }
        if (isRegression()) {
            header.addAll(REGRESSION);
        }
        return header;
    }

    /** The first line of the file. */
    String headerLine() {
        StringWriter text = new StringWriter();
        CsvWriter writer = new CsvWriter(text, StepsFile.settings());
        writer.writeHeaders(header());
        writer.close();
        return text.toString().strip();
    }

    int count() {
        return header().size();
    }

    /** The position of the first column about the update. */
    int firstOfUpdate() {
        int behind = (local ? 1 : 0) + (biased ? BIASED.size() : 0) + (isRegression() ? REGRESSION.size() : 0);
        return count() - UPDATE.size() - behind;
    }
}
