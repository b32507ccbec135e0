package org.noisescale.driver.job.dataset;

/**
 * What a dataset is.
 *
 * @param sha256 the fingerprint of all examples, training and evaluation, before scaling, in hexadecimal; it depends on
 *     the examples and their order alone
 */
public record DatasetReport(
        long trainingExamples, long evaluationExamples, int featureCount, int classCount, String sha256) {}
