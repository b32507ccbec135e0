package org.noisescale.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.noisescale.worker.batchnorm.NormalizationTrial;

/** Measures a forward and a backward pass of BatchNormalization, DL4J's own and ours in turn, on the same sizes. */
public final class NormalizationBench {
    private static final List<List<Integer>> SHAPES = List.of(List.of(64, 512), List.of(32, 64, 28, 28));
    private static final int BATCH = 20;
    private static final int WARM_UP_BATCHES = 10;

    private final Consumer<String> progress;

    /**
     * A bench that has measured nothing yet.
     *
     * @param progress is told what is measured next
     */
    public NormalizationBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Measures so many passes of each, to be rounded up to whole batches. */
    public NormalizationReport run(int passes) {
        List<NormalizationReport.Line> lines = new ArrayList<>();
        for (List<Integer> shape : SHAPES) {
            progress.accept("activations of " + shape);
            lines.add(run(shape, (passes + BATCH - 1) / BATCH));
        }
        return new NormalizationReport(lines);
    }

    private static NormalizationReport.Line run(List<Integer> shape, int batches) {
        NormalizationTrial theirs = new NormalizationTrial(shape, false);
        NormalizationTrial ours = new NormalizationTrial(shape, true);
        LongStream.Builder theirDurations = LongStream.builder();
        LongStream.Builder ourDurations = LongStream.builder();
        for (int batch = -WARM_UP_BATCHES; batch < batches; batch++) {
            boolean counts = batch >= 0;
            measure(theirs, counts ? theirDurations : LongStream.builder());
            measure(ours, counts ? ourDurations : LongStream.builder());
        }
        return new NormalizationReport.Line(
                shape, new Durations(theirDurations.build()), new Durations(ourDurations.build()));
    }

    private static void measure(NormalizationTrial trial, LongStream.Builder durations) {
        for (int i = 0; i < BATCH; i++) {
            long before = System.nanoTime();
            trial.pass();
            durations.add(System.nanoTime() - before);
        }
    }
}
