package org.noisescale.driver.job.curvature;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.noisescale.driver.analysis.curvature.ExampleGradients;
import org.noisescale.driver.analysis.curvature.SymmetricOperator;
import org.noisescale.driver.analysis.curvature.Vectors;
import org.noisescale.worker.curvature.CentralDifference;
import org.noisescale.worker.curvature.PrecisePlan;
import org.noisescale.worker.dataset.ExamplePartition;

/**
 * The mean loss over a sample of the training examples at fixed parameters: as an operator its Hessian, whose products
 * are central differences. Every question is a Spark job. Examples are summed in blocks that depend on their number
 * alone, and blocks in order, so that the bits do not depend on executors, cores or partitions.
 *
 * <p>Cost of a product: two gradients of the whole sample, at most {@value #BLOCKS_MAX} vectors over the network.
 */
final class SampledLoss implements SymmetricOperator, ExampleGradients, AutoCloseable {
    private static final int BLOCKS_MAX = 16;
    private static final int ROWS_MIN = 64;

    private final JavaSparkContext spark;
    private final JobWait jobs;
    private final PrecisePlan plan;
    private final Broadcast<ExamplePartition> sample;
    private final double[] parameters;
    private final Broadcast<double[]> sharedParameters;
    private final int count;
    private final int rowsPerBlock;

    /** Where jobs run and how they are waited for. */
    record Executors(JavaSparkContext spark, JobWait jobs) {}

    /** The loss of a model at parameters that are taken over without a copy. */
    SampledLoss(Executors executors, PrecisePlan plan, Broadcast<ExamplePartition> sample, double[] parameters) {
        spark = executors.spark();
        jobs = executors.jobs();
        this.plan = plan;
        this.sample = sample;
        this.parameters = parameters;
        sharedParameters = spark.broadcast(parameters);
        count = sample.value().exampleCount();
        rowsPerBlock = Math.max(ROWS_MIN, (count + BLOCKS_MAX - 1) / BLOCKS_MAX);
    }

    @Override
    public int dimension() {
        return parameters.length;
    }

    @Override
    public void productInto(double[] vector, double[] target) throws InterruptedException {
        if (Vectors.norm(vector) == 0) {
            Arrays.fill(target, 0);
            return;
        }
        product(vector, CentralDifference.step(parameters, vector), target);
    }

    /** The distance between the products with once and twice the step. */
    @Override
    public double productError(double[] vector) throws InterruptedException {
        if (Vectors.norm(vector) == 0) {
            return 0;
        }
        double step = CentralDifference.step(parameters, vector);
        double[] once = new double[parameters.length];
        double[] twice = new double[parameters.length];
        product(vector, step, once);
        product(vector, 2 * step, twice);
        Vectors.addScaled(-1, once, twice);
        return Vectors.norm(twice);
    }

    private void product(double[] vector, double step, double[] target) throws InterruptedException {
        sum(ask(vector, shared -> new ProductQuestion(shared, step)), target);
        Vectors.scale(1.0 / count, target);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void signedSumInto(int[] signs, double[] target) throws InterruptedException {
        sum(ask(signs, SignedSumQuestion::new), target);
    }

    @Override
    public List<double[]> projections(List<double[]> directions) throws InterruptedException {
        return ask(directions, ProjectionQuestion::new);
    }

    private static void sum(List<double[]> blocks, double[] target) {
        Arrays.fill(target, 0);
        blocks.forEach(block -> Vectors.addScaled(1, block, target));
    }

    /** The answers of all blocks to a question with a large part, in order. */
    private <T> List<double[]> ask(T part, Function<Broadcast<T>, Question> question) throws InterruptedException {
        Broadcast<T> shared = spark.broadcast(part);
        try {
            List<Integer> blocks = IntStream.range(0, (count + rowsPerBlock - 1) / rowsPerBlock)
                    .boxed()
                    .toList();
            JavaRDD<Integer> dealt = spark.parallelize(blocks, Math.min(blocks.size(), spark.defaultParallelism()));
            BlockTask task = new BlockTask(plan, sample, sharedParameters, rowsPerBlock, question.apply(shared));
            return jobs.await(() -> dealt.mapPartitions(task).collectAsync());
        } finally {
            shared.destroy();
        }
    }

    @Override
    public void close() {
        sharedParameters.destroy();
    }
}
