package org.noisescale.driver.job.dataset;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.noisescale.driver.study.InputException;
import org.noisescale.worker.dataset.LabelType;

/**
 * Examples as a source holds them, checked and cut into blocks.
 *
 * @param blocks blocks in any order; their indices cover {@code [0, exampleCount)}
 * @param labelType with as many classes as were asked for, otherwise as many as the labels show
 * @param shape how the features form an image, where they do
 * @param held what was persisted in order to read them, no longer needed once the blocks are
 */
record RawExamples(
        String name,
        JavaRDD<ExampleBlock> blocks,
        long exampleCount,
        int featureCount,
        LabelType labelType,
        Optional<ImageShape> shape,
        List<JavaRDD<?>> held) {
    private static final long EXAMPLES_MAX = Integer.MAX_VALUE;

    /** Checks that there is something, and not more than indices can count. */
    RawExamples {
        if (exampleCount < 1 || exampleCount > EXAMPLES_MAX) {
            throw new InputException(name + ": " + exampleCount + " examples are not in [1, 2^31); take another part");
        }
    }

    /** These examples, and behind them those of a file of evaluation examples of the same kind. */
    RawExamples followedBy(RawExamples evaluation) {
        if (evaluation.featureCount != featureCount || !evaluation.shape.equals(shape)) {
            throw new InputException(evaluation.name + ": examples have " + evaluation.extent() + ", but those of "
                    + name + " have " + extent() + "; training and evaluation files must be alike");
        }
        return new RawExamples(
                name,
                blocks.union(evaluation.blocks.map(new Moving(exampleCount))),
                exampleCount + evaluation.exampleCount,
                featureCount,
                evaluation.labelType.outputCount() > labelType.outputCount() ? evaluation.labelType : labelType,
                shape,
                Stream.concat(held.stream(), evaluation.held.stream()).toList());
    }

    /** Releases what was only needed for reading. */
    void release() {
        held.forEach(JavaRDD::unpersist);
    }

    private String extent() {
        return shape.map(image -> image.height() + "x" + image.width() + " pixels")
                .orElse(featureCount + " features");
    }

    /** Moves blocks behind the examples of another file. */
    record Moving(long distance) implements Function<ExampleBlock, ExampleBlock> {
        @Override
        public ExampleBlock call(ExampleBlock block) {
            return block.movedBy(distance);
        }
    }
}
