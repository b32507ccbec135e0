package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The first step of Adam without noise (Kingma and Ba 2015, arXiv:1412.6980, section 2.1): with both averages corrected
 * for their start at zero it is η along every axis, whatever the gradient. From θ = 1 the loss ½ Σ hθ² becomes (1 − η)²
 * of itself.
 */
record AdamBeginning() implements Problem {
    private static final double LEARNING_RATE = 0.1;
    /** Of a float. */
    private static final double UNIT_ROUNDOFF = 0x1p-24;
    /**
     * 1 − β has lost the digits that β takes up: a tenth is left at β₁ = 0.9 and a twentieth, of which the root is
     * taken, at β₂ = 0.95. (Without correction the step would be η(1 − β₁)/√(1 − β₂), which must not be η again.)
     */
    private static final double ROUNDINGS = 10 + 20 / 2.0 + 8;

    @Override
    public String name() {
        return "adam-first-step";
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, curvatures: [1, 0.01], noiseVariances: [0, 0], initialParameters: 1}
                optimizer: {kind: adam, learningRate: %s, beta1: 0.9, beta2: 0.95, epsilon: 1e-20}
                training: {workers: 2, batchSize: 2, steps: 2, seeds: [1], evaluateEvery: 0}
                """.formatted(LEARNING_RATE);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        double[] losses = results.runs().get(0).series("loss");
        double left = 1 - LEARNING_RATE;
        return List.of(Finding.exact(
                "loss after/before",
                left * left,
                losses[1] / losses[0],
                2 * left * (LEARNING_RATE * ROUNDINGS + 1) * UNIT_ROUNDOFF));
    }
}
