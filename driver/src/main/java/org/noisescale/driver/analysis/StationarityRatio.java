package org.noisescale.driver.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.noisescale.parameterserver.optimizer.UpdateFigures;

/**
 * Whether parameters are at rest: 2⟨θ·u⟩/⟨|u|²⟩ is 1 for any optimizer θ ← θ − u whose parameters are stationary (Yaida
 * 2018, arXiv:1810.00004, equation 17), and asynchrony does not change that.
 *
 * <p>The sums telescope: over updates from θ_s to θ_t the ratio is 1 + (|θ_s|² − |θ_t|²)/Σ|u|², whatever happened. At
 * rest the two ends are independent if they are far apart, so that the standard error is √2·σ/Σ|u|² with σ the standard
 * deviation of |θ|², which is taken about a line, lest a drift pass for scatter. It is too small where |θ|² has not
 * forgotten its beginning within a small part of the window.
 *
 * @param value 1 at rest; above it while |θ|² falls, below it while |θ|² grows
 */
public record StationarityRatio(double value, double standardError) {
    /** What the manifest calls the ratios of a run. */
    public static final String KEY = "stationarity_ratio";

    private static final int UPDATES_MIN = 20;
    private static final String RATIO = "ratio";
    private static final String ERROR = "standard_error";

    /** As the manifest has them, by the name of the segment. */
    public static Map<String, Map<String, Double>> written(Map<String, StationarityRatio> ratios) {
        Map<String, Map<String, Double>> written = new LinkedHashMap<>();
        ratios.forEach((segment, ratio) ->
                written.put(segment, new TreeMap<>(Map.of(RATIO, ratio.value, ERROR, ratio.standardError))));
        return written;
    }

    /** The same from what the manifest says of a run; empty if it says nothing. */
    static Map<String, StationarityRatio> read(JsonNode run) {
        Map<String, StationarityRatio> ratios = new LinkedHashMap<>();
        run.path(KEY)
                .properties()
                .forEach(segment -> ratios.put(
                        segment.getKey(),
                        new StationarityRatio(
                                segment.getValue().path(RATIO).asDouble(Double.NaN),
                                segment.getValue().path(ERROR).asDouble(Double.NaN))));
        return ratios;
    }

    /** How many standard errors the ratio is off 1. */
    public double z() {
        return (value - 1) / standardError;
    }

    /** The sums over the updates of a run behind its middle. */
    public static final class Window {
        private final long begin;
        private long count;
        private double products;
        private double updates;
        private double first;
        private double normSum;
        private double normSquares;
        private double moment;

        /** Of the second half of so many updates. */
        public Window(long steps) {
            begin = steps / 2;
        }

        /**
         * Takes an update.
         *
         * @param step 1 for the first
         */
        public void observe(long step, UpdateFigures update) {
            if (step <= begin) {
                return;
            }
            products += update.parameterUpdateProduct();
            updates += update.updateNormSquared();
            first = count == 0 ? update.parameterNormSquared() : first;
            double norm = update.parameterNormSquared() - first;
            normSum += norm;
            normSquares += norm * norm;
            moment += norm * count;
            count++;
        }

        /** The ratio; empty if there are too few updates, or nothing moved, or training diverged. */
        public Optional<StationarityRatio> ratio() {
            double ratio = 2 * products / updates;
            double error = Math.sqrt(2 * Math.max(0, residualVariance())) / updates;
            return count >= UPDATES_MIN && Double.isFinite(ratio) && Double.isFinite(error)
                    ? Optional.of(new StationarityRatio(ratio, error))
                    : Optional.empty();
        }

        /** Of |θ|² about its line of least squares over the updates. */
        private double residualVariance() {
            double middle = (count - 1) / 2.0;
            double times = count * ((double) count * count - 1) / 12;
            double covariance = moment - middle * normSum;
            double squares = normSquares - normSum * normSum / count;
            return (squares - covariance * covariance / times) / (count - 2);
        }
    }
}
