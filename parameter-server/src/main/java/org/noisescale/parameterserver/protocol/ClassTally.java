package org.noisescale.parameterserver.protocol;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the examples of each class were classified. For up to 100 classes it is the confusion matrix: a row for each true
 * class, a column for each answer. For more it would not be read, so there are two columns: right answers and wrong
 * ones. Counts add exactly, in any order.
 */
public final class ClassTally implements Serializable {
    /** The most classes of which a whole matrix is kept. */
    public static final int MATRIX_MAX = 100;
    /** The most classes there may be; so many rows fit a message. */
    public static final int CLASSES_MAX = 10_000;

    private static final long serialVersionUID = 1;

    private final int classCount;
    private final int columns;
    private final long[] counts;

    private ClassTally(int classCount, long[] counts) {
        this.classCount = classCount;
        this.columns = columns(classCount);
        this.counts = counts;
    }

    /** The tally of no examples. */
    public static ClassTally empty(int classCount) {
        if (classCount < 1 || classCount > CLASSES_MAX) {
            throw new IllegalArgumentException("classes must be in [1, " + CLASSES_MAX + "], were " + classCount);
        }
        return new ClassTally(classCount, new long[classCount * columns(classCount)]);
    }

    /** The tally of these counts, row by row; empty if they are not as many as the classes need, or negative. */
    static Optional<ClassTally> find(int classCount, long[] counts) {
        boolean fits = classCount >= 1
                && classCount <= CLASSES_MAX
                && counts.length == classCount * columns(classCount)
                && Arrays.stream(counts).allMatch(count -> count >= 0);
        return fits ? Optional.of(new ClassTally(classCount, counts)) : Optional.empty();
    }

    private static int columns(int classCount) {
        return classCount <= MATRIX_MAX ? classCount : 2;
    }

    /** Counts an example. */
    public void observe(int trueClass, int answer) {
        int wrong = trueClass == answer ? 0 : 1;
        counts[trueClass * columns + (isMatrix() ? answer : wrong)]++;
    }

    /** The counts of both; empty if they have different classes. */
    public Optional<ClassTally> plus(ClassTally other) {
        if (other.classCount != classCount) {
            return Optional.empty();
        }
        long[] sums = counts.clone();
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.counts[i];
        }
        return Optional.of(new ClassTally(classCount, sums));
    }

    /** How many classes there are. */
    public int classCount() {
        return classCount;
    }

    /** Whether every answer has a column. */
    public boolean isMatrix() {
        return classCount <= MATRIX_MAX;
    }

    /** How often an example of a class was taken for another; only of a matrix. */
    public long count(int trueClass, int answer) {
        if (!isMatrix()) {
            throw new IllegalStateException("of " + classCount + " classes there is no matrix");
        }
        return counts[trueClass * columns + answer];
    }

    /** How many examples a class has. */
    public long examples(int trueClass) {
        long sum = 0;
        for (int column = 0; column < columns; column++) {
            sum += counts[trueClass * columns + column];
        }
        return sum;
    }

    /** How many examples of a class were classified correctly. */
    public long correct(int trueClass) {
        return counts[trueClass * columns + (isMatrix() ? trueClass : 0)];
    }

    /** How many examples of all classes were classified correctly. */
    public long correct() {
        return IntStream.range(0, classCount).mapToLong(this::correct).sum();
    }

    /** All counts, row by row; shared, not a copy. */
    long[] counts() {
        return counts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassTally tally
                && tally.classCount == classCount
                && Arrays.equals(tally.counts, counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return classCount + " classes " + Arrays.toString(counts);
    }
}
