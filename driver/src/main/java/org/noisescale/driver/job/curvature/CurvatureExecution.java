package org.noisescale.driver.job.curvature;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.noisescale.driver.analysis.curvature.CurvatureMeasurement;
import org.noisescale.driver.analysis.curvature.CurvatureReading;
import org.noisescale.driver.analysis.curvature.Lanczos;
import org.noisescale.driver.analysis.curvature.NoisyQuadratic;
import org.noisescale.driver.analysis.curvature.SampledNoise;
import org.noisescale.driver.job.dataset.StoredDataset;
import org.noisescale.driver.study.CurvaturePlan;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.worker.curvature.PrecisePlan;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.training.ParameterSnapshot;

/** Measures the curvature of a run's loss at the versions that were kept. */
public final class CurvatureExecution {
    private static final long START = 11;
    private static final long PROBES = 12;
    /** A basis of that many vectors; five eigenvalues of a small network take about half of it. */
    private static final int PRODUCTS_MAX = 80;
    /** The error of an eigenvalue is of the order of the square of its vector's. */
    private static final double TOLERANCE = 1e-4;
    /** Where products are exact and cost nothing. */
    private static final double ROUNDING = 1e-12;

    private final CurvaturePlan plan;
    private final long seed;

    /** An execution; random directions are drawn by the run's seed. */
    public CurvatureExecution(CurvaturePlan plan, long seed) {
        this.plan = plan;
        this.seed = seed;
    }

    /** The readings of the noisy quadratic, whose Hessian and noise are known. */
    public List<CurvatureReading> quadratic(DataPlan.Quadratic model, List<ParameterSnapshot> versions)
            throws InterruptedException {
        List<CurvatureReading> readings = new ArrayList<>();
        for (ParameterSnapshot version : versions) {
            NoisyQuadratic quadratic = new NoisyQuadratic(
                    toArray(model.curvatures()), toArray(model.noiseVariances()), toDouble(version.parameters()));
            readings.add(CurvatureMeasurement.at(
                    version.version(), quadratic, quadratic, plan.eigenvalues(), effort(ROUNDING)));
        }
        return readings;
    }

    /** The readings of a model over a sample of the training examples. */
    public List<CurvatureReading> sampled(
            PrecisePlan model,
            StoredDataset dataset,
            List<ParameterSnapshot> versions,
            JavaSparkContext spark,
            JobWait wait)
            throws InterruptedException {
        long population = dataset.report().trainingExamples();
        Broadcast<ExamplePartition> sample =
                spark.broadcast(dataset.sample(Math.toIntExact(Math.min(plan.examples(), population))));
        SampledLoss.Executors executors = new SampledLoss.Executors(spark, wait);
        List<CurvatureReading> readings = new ArrayList<>();
        try {
            for (ParameterSnapshot version : versions) {
                double[] parameters = toDouble(version.parameters());
                try (SampledLoss loss = new SampledLoss(executors, model, sample, parameters)) {
                    readings.add(reading(version.version(), loss, population));
                }
            }
        } finally {
            sample.destroy();
        }
        return readings;
    }

    private CurvatureReading reading(long step, SampledLoss loss, long population) throws InterruptedException {
        SampledNoise.Sampling sampling =
                new SampledNoise.Sampling(population, plan.probes(), CounterRandom.derive(seed, PROBES));
        SampledNoise noise = SampledNoise.of(loss, loss.dimension(), sampling);
        return CurvatureMeasurement.at(step, loss, noise, plan.eigenvalues(), effort(TOLERANCE));
    }

    private Lanczos.Effort effort(double tolerance) {
        return new Lanczos.Effort(PRODUCTS_MAX, tolerance, CounterRandom.derive(seed, START));
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] toDouble(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}
