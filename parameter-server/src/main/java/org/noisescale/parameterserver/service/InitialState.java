package org.noisescale.parameterserver.service;

import org.noisescale.parameterserver.checkpoint.Checkpoint;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardPlan;

/** What shards begin with: the parameters of a model, or where an earlier attempt of the run stood. */
public final class InitialState {
    private final float[] parameters;
    private final Checkpoint checkpoint;

    private InitialState(float[] parameters, Checkpoint checkpoint) {
        this.parameters = parameters;
        this.checkpoint = checkpoint;
    }

    /**
     * The beginning of a training.
     *
     * @param parameters as long as the layout; only what the hosted shards own is read
     */
    public static InitialState of(float[] parameters) {
        return of(parameters, Checkpoint.START);
    }

    /** The same, or where all hosted shards stood; then the values of the parameters do not count. */
    public static InitialState of(float[] parameters, Checkpoint checkpoint) {
        return new InitialState(parameters, checkpoint);
    }

    /** How many updates led to it. */
    public long version() {
        return checkpoint.version();
    }

    /** The parameters of version 0, or as many; shared, not a copy. */
    public float[] parameters() {
        return parameters;
    }

    /** The shard that is the {@code position}th of those whose states there are. */
    Shard open(ShardPlan plan, int position) {
        Shard shard = new Shard(plan, parameters);
        if (version() > 0) {
            shard.restore(checkpoint.states().get(position));
        }
        return shard;
    }
}
