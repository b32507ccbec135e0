package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.analysis.QuadraticRates;
import org.noisescale.driver.analysis.StudyResults;

/**
 * How fast an optimizer at its best goes down a quadratic of condition 25 without noise, the two ends of its spectrum
 * alone. The rate is the t-th root of the distance that is left, √(L(t)/L(0)), where for the heavy ball the known
 * factor of its double roots is taken out.
 *
 * @param lag that factor of the squared distance, averaged as the loss does
 * @param bound of the rounding of the rate, relative
 */
record ContractionRate(String name, String optimizer, double rate, double lag, double bound) implements Problem {
    private static final QuadraticRates RATES = new QuadraticRates(0.04, 1);
    private static final int UPDATES = 40;
    /** Of a float. */
    private static final double UNIT_ROUNDOFF = 0x1p-24;

    /**
     * Gradient descent. In one update hθ is rounded once, η and ηg once each and the difference once, so that θ is off
     * by at most u(3a + ρ)θ with a < 2: less than 7u in each step's factor.
     */
    static ContractionRate ofDescent() {
        return new ContractionRate(
                "gradient-descent",
                "{kind: sgd, learningRate: " + RATES.descentLearningRate() + "}",
                RATES.descentRate(),
                1,
                7 * UNIT_ROUNDOFF);
    }

    /**
     * The heavy ball. It rounds about twice as often, and a disturbance of relative size 16u at step s grows like t − s
     * on its double roots: at most 8ut² of θ after t updates, of which the t-th part is in each step's factor.
     */
    static ContractionRate ofHeavyBall() {
        double low = RATES.curvatureMin() * RATES.heavyBallLag(RATES.curvatureMin(), UPDATES);
        double high = RATES.curvatureMax() * RATES.heavyBallLag(RATES.curvatureMax(), UPDATES);
        return new ContractionRate(
                "heavy-ball",
                "{kind: momentum, learningRate: " + RATES.heavyBallLearningRate() + ", momentum: "
                        + RATES.heavyBallMomentum() + "}",
                RATES.heavyBallRate(),
                (low + high) / (RATES.curvatureMin() + RATES.curvatureMax()),
                8 * UNIT_ROUNDOFF * UPDATES);
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, curvatures: [%s, %s], noiseVariances: [0, 0], initialParameters: 1}
                optimizer: %s
                training: {workers: 2, batchSize: 2, steps: %d, seeds: [1], evaluateEvery: 0}
                """.formatted(RATES.curvatureMin(), RATES.curvatureMax(), optimizer, UPDATES + 1);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        double[] losses = results.runs().get(0).series("loss");
        double factor = Math.pow(losses[UPDATES] / losses[0] / lag, 1.0 / (2 * UPDATES));
        return List.of(Finding.exact("factor in each step", rate, factor, rate * bound));
    }
}
