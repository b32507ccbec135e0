package org.noisescale.worker.training;

import java.io.Serializable;
import java.nio.ByteBuffer;

/** The parameters of one version of a run. */
public final class ParameterSnapshot implements Serializable {
    private static final long serialVersionUID = 1;

    private final long version;
    private final float[] parameters;

    private ParameterSnapshot(long version, float[] parameters) {
        this.version = version;
        this.parameters = parameters;
    }

    /** Of parameters that do not change any more. */
    public static ParameterSnapshot of(long version, float[] parameters) {
        return new ParameterSnapshot(version, parameters);
    }

    /** Copies all floats of a buffer. */
    static ParameterSnapshot of(long version, ByteBuffer floats) {
        ByteBuffer all = floats.duplicate().order(floats.order());
        all.clear();
        float[] parameters = new float[all.capacity() / Float.BYTES];
        all.asFloatBuffer().get(parameters);
        return new ParameterSnapshot(version, parameters);
    }

    /** How many updates led to them. */
    public long version() {
        return version;
    }

    /** The flat vector; shared, not a copy. */
    public float[] parameters() {
        return parameters;
    }
}
