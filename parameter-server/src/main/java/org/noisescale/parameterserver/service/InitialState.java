package org.noisescale.parameterserver.service;

/** What shards begin with. */
public final class InitialState {
    private final long version;
    private final float[] parameters;

    private InitialState(long version, float[] parameters) {
        this.version = version;
        this.parameters = parameters;
    }

    /**
     * The beginning of a training.
     *
     * @param parameters as long as the layout; only what the hosted shards own is read
     */
    public static InitialState of(float[] parameters) {
        return new InitialState(0, parameters);
    }

    /** How many updates led to it. */
    public long version() {
        return version;
    }

    float[] parameters() {
        return parameters;
    }
}
