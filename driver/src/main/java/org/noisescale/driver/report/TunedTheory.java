package org.noisescale.driver.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisescale.driver.analysis.criticalbatch.CriticalBatchFit;
import org.noisescale.driver.analysis.criticalbatch.Trial;
import org.noisescale.driver.analysis.criticalbatch.TunedBatch;
import org.noisescale.driver.analysis.criticalbatch.TunedQuadratic;

/**
 * What theory says of a family's batch sizes.
 *
 * @param model the noisy quadratic, exactly
 * @param optima its best learning rate for each batch size, in order
 */
record TunedTheory(TunedQuadratic model, Map<Double, TunedQuadratic.Optimum> optima) {

    static TunedTheory of(TunedQuadratic model, TunedFamily family) {
        Map<Double, TunedQuadratic.Optimum> optima = new LinkedHashMap<>();
        family.batches().stream()
                .map(TunedBatch::batchSize)
                .forEach(batchSize -> optima.put(batchSize, model.tune(batchSize)));
        return new TunedTheory(model, optima);
    }

    /** The best learning rate for a batch size of the family, and its steps. */
    TunedQuadratic.Optimum optimum(TunedBatch batch) {
        return optima.getOrDefault(batch.batchSize(), new TunedQuadratic.Optimum(Double.NaN, Double.NaN));
    }

    private List<Double> steps() {
        return optima.values().stream().map(TunedQuadratic.Optimum::steps).toList();
    }

    /** The steps at the learning rate of a trial. */
    double steps(TunedBatch batch, Trial trial) {
        return model.steps(trial.number("optimizer.learningRate"), batch.batchSize());
    }

    /** The hyperbola through theory's own steps. */
    Optional<CriticalBatchFit> fit() {
        return CriticalBatchFit.of(
                optima.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                steps().stream().mapToDouble(Double::doubleValue).toArray());
    }
}
