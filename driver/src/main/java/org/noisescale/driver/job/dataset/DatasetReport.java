package org.noisescale.driver.job.dataset;

import java.util.List;
import org.noisescale.worker.dataset.LabelType;

/**
 * What a dataset is.
 *
 * @param labelType what examples are labelled with
 * @param classCounts how many training examples each class has; empty for targets
 * @param image channels, height and width where examples are images; otherwise empty
 * @param sha256 the fingerprint of all examples, training and evaluation, before scaling, in hexadecimal; it depends on
 *     the examples and their order alone
 */
public record DatasetReport(
        long trainingExamples,
        long evaluationExamples,
        int featureCount,
        LabelType labelType,
        List<Long> classCounts,
        List<Integer> image,
        String sha256) {
    /** Makes the lists immutable. */
    public DatasetReport {
        classCounts = List.copyOf(classCounts);
        image = List.copyOf(image);
    }

    /** How many numbers a model of this dataset puts out: one for each class, or for each target. */
    public int outputCount() {
        return labelType.outputCount();
    }
}
