package org.noisescale.driver.study;

import java.io.Serializable;

/** Which examples are held out for evaluation. */
public sealed interface EvaluationSplit extends Serializable {
    /** A fraction in (0, 1), drawn by the data's seed. */
    record Fraction(double fraction) implements EvaluationSplit {}

    /** The last {@code count} examples in file order. */
    record Last(int count) implements EvaluationSplit {}

    /** A file of their own, of the same kind; {@code labels} is empty for sources that keep both in one file. */
    record File(String path, String labels) implements EvaluationSplit {}
}
