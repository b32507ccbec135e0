package org.noisescale.worker.dataset;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The labels of examples, row by row: a class index each, or so many real-valued targets. Class indices are kept as
 * floats too, so that both kinds travel alike; they are exact up to 2²⁴.
 */
public final class Labels implements Serializable {
    private static final long serialVersionUID = 1;

    private final boolean classes;
    private final int width;
    private final float[] values;

    private Labels(boolean classes, int width, float[] values) {
        this.classes = classes;
        this.width = width;
        this.values = values;
    }

    /** A class for each example. */
    public static Labels ofClasses(int... classes) {
        float[] values = new float[classes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = classes[i];
        }
        return new Labels(true, 1, values);
    }

    /**
     * Targets for each example.
     *
     * @param width how many an example has
     * @param values row-major; taken over, not copied
     */
    public static Labels ofTargets(int width, float[] values) {
        if (width < 1 || values.length % width != 0) {
            throw new IllegalArgumentException(values.length + " values do not make rows of " + width + " targets");
        }
        return new Labels(false, width, values);
    }

    /** Whether the labels are classes. */
    public boolean areClasses() {
        return classes;
    }

    /** How many examples these are the labels of. */
    public int exampleCount() {
        return values.length / width;
    }

    /** How many values an example has: one class, or the targets. */
    public int width() {
        return width;
    }

    /** All values, row-major; shared, not a copy. */
    public float[] values() {
        return values;
    }

    /** The class of an example. */
    public int classAt(int example) {
        if (!classes) {
            throw new IllegalStateException("these labels are targets, not classes");
        }
        return (int) values[example];
    }

    /** Value {@code index} of an example. */
    public float valueAt(int example, int index) {
        return values[example * width + index];
    }

    /** A copy of the rows {@code [first, end)}. */
    public Labels slice(int first, int end) {
        return new Labels(classes, width, Arrays.copyOfRange(values, first * width, end * width));
    }

    /** Empty labels of the same kind and width. */
    public Labels allocateLike(int exampleCount) {
        return new Labels(classes, width, new float[exampleCount * width]);
    }

    /**
     * Copies the labels of {@code count} examples from {@code first} on to those of {@code target} from {@code to} on.
     */
    public void copyInto(int first, int count, Labels target, int to) {
        if (target.width != width || target.classes != classes) {
            throw new IllegalArgumentException(
                    "labels of different kinds: " + width + " and " + target.width + " values an example");
        }
        System.arraycopy(values, first * width, target.values, to * width, count * width);
    }
}
