package org.noisescale.driver.job.curvature;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.noisescale.worker.curvature.PreciseGradient;
import org.noisescale.worker.curvature.PrecisePlan;
import org.noisescale.worker.dataset.ExamplePartition;

/** Asks a question of some blocks, one after the other, with one copy of the model. */
record BlockTask(
        PrecisePlan plan,
        Broadcast<ExamplePartition> sample,
        Broadcast<double[]> parameters,
        int rowsPerBlock,
        Question question)
        implements FlatMapFunction<Iterator<Integer>, double[]> {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<double[]> call(Iterator<Integer> blocks) {
        List<double[]> answers = new ArrayList<>();
        PreciseGradient gradient = plan.openPrecise();
        while (blocks.hasNext()) {
            answers.addAll(question.answer(gradient, parameters.value(), sample.value(), rows(blocks.next())));
        }
        return answers.iterator();
    }

    private int[] rows(int block) {
        int first = block * rowsPerBlock;
        int end = Math.min(first + rowsPerBlock, sample.value().exampleCount());
        return IntStream.range(first, end).toArray();
    }
}
