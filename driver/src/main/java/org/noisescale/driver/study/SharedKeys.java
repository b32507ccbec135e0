package org.noisescale.driver.study;

import java.util.List;
import java.util.stream.Stream;

/** Keys that several kinds of a section have. */
final class SharedKeys {
    /** Of the optimizers with two averages. */
    static final List<String> ADAM =
            List.of(StudyKeys.LEARNING_RATE, StudyKeys.BETA1, StudyKeys.BETA2, StudyKeys.EPSILON);
    /** Of the rules under which a gradient of an earlier version may count. */
    static final List<String> STALE =
            List.of(StudyKeys.CONVENTION, "stalenessAware", StudyKeys.COMPENSATION, StudyKeys.STALENESS_MAX);
    /** Of files whose columns need no names. */
    static final List<String> VECTOR_FILE = List.of(
            "path",
            "task",
            "classes",
            "targetScaling",
            "evaluationFraction",
            "evaluationLast",
            "evaluationPath",
            "scaling",
            "seed");
    /** Of those whose columns have names. */
    static final List<String> TABLE_FILE =
            Stream.concat(VECTOR_FILE.stream(), Stream.of("label", "features")).toList();

    private SharedKeys() {}
}
