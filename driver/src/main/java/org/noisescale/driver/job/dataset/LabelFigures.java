package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.noisescale.worker.dataset.LabelType;
import org.noisescale.worker.dataset.Labels;

/** The figures of the training examples' labels: of each target's values, and how many examples each class has. */
final class LabelFigures implements Serializable {
    private final FeatureFigures values;
    private long[] classCounts = new long[0];

    /** The figures of no examples. */
    LabelFigures(int width) {
        values = new FeatureFigures(width);
    }

    /** Takes in the labels of an example. */
    void observe(Labels labels, int example) {
        values.observe(labels.values(), example * labels.width());
        if (labels.areClasses()) {
            reach(labels.classAt(example) + 1);
            classCounts[labels.classAt(example)]++;
        }
    }

    /** Takes in the figures of the examples that follow. */
    void merge(LabelFigures next) {
        values.merge(next.values);
        reach(next.classCounts.length);
        for (int label = 0; label < next.classCounts.length; label++) {
            classCounts[label] += next.classCounts[label];
        }
    }

    private void reach(int classes) {
        if (classes > classCounts.length) {
            classCounts = Arrays.copyOf(classCounts, classes);
        }
    }

    /** Of each target. */
    FeatureFigures values() {
        return values;
    }

    /** How many training examples each class has; empty for targets. */
    List<Long> classCounts(LabelType type) {
        return type instanceof LabelType.Classes classes
                ? LongStream.of(Arrays.copyOf(classCounts, classes.count()))
                        .boxed()
                        .toList()
                : List.of();
    }

    /** The first value of the labels that is the same for all examples. */
    OptionalInt findConstant() {
        return IntStream.range(0, values.featureCount())
                .filter(index -> values.least(index) == values.greatest(index))
                .findFirst();
    }
}
