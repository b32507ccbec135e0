package org.noisescale.driver.results;

import java.io.Serializable;
import java.util.Arrays;

/** The first parameters after 0, 1, 2, … updates. */
public final class ParameterPath implements Serializable {
    private static final long serialVersionUID = 1;

    private final int width;
    private float[] values = new float[0];
    private int rows;

    /** Of so many parameters; of none it stays empty. */
    public ParameterPath(int width) {
        this.width = width;
    }

    /** Adds what they are now, at the front of all parameters. */
    public void add(float[] parameters) {
        if (width == 0) {
            return;
        }
        if ((rows + 1) * width > values.length) {
            values = Arrays.copyOf(values, Math.max(width * 64, 2 * values.length));
        }
        System.arraycopy(parameters, 0, values, rows++ * width, width);
    }

    /** How many parameters there are. */
    public int width() {
        return width;
    }

    /** How often they were written down. */
    public int rows() {
        return rows;
    }

    /** A parameter after so many updates. */
    public float value(int row, int parameter) {
        return values[row * width + parameter];
    }
}
