package org.noisescale.worker.objective;

import org.noisescale.parameterserver.layout.ParameterLayout;

/** A model before its first update. */
public final class InitialModel {
    private final ParameterLayout layout;
    private final float[] parameters;

    /** Takes over the parameters, which must have the layout's length. */
    public InitialModel(ParameterLayout layout, float[] parameters) {
        if (layout.length() != parameters.length) {
            throw new IllegalArgumentException(
                    "parameters must have the layout's length " + layout.length() + ", were " + parameters.length);
        }
        this.layout = layout;
        this.parameters = parameters;
    }

    /** How the flat vector is divided. */
    public ParameterLayout layout() {
        return layout;
    }

    /** The flat vector; shared, not a copy. */
    public float[] parameters() {
        return parameters;
    }
}
