package org.noisescale.parameterserver.shard;

/** A push as a shard sees it: a flyweight over a received message, valid during the call it is passed to. */
public interface Contribution {
    /** Rank of the worker that sent it. */
    int worker();

    /** The step that its gradient belongs to, 0 for the first. */
    long step();

    /** Whether it is not for the update, but of other examples at the same version, and to be measured only. */
    default boolean isProbe() {
        return false;
    }

    /** The chunk that it is about. */
    int chunk();

    /** The node of the aggregation tree whose sum it is. */
    int node();

    /** Over how many examples the sum goes. */
    long examples();

    /** How many values it carries. */
    int valueCount();

    /** Copies the values to the front of {@code target}. */
    void valuesInto(float[] target);

    /**
     * Copies {@code count} values from {@code from} on into the target. A message that lies in memory copies these
     * only; whoever calls for all blocks of a long one in turn needs such a message.
     */
    default void valuesInto(int from, float[] target, int targetFrom, int count) {
        float[] all = new float[valueCount()];
        valuesInto(all);
        System.arraycopy(all, from, target, targetFrom, count);
    }

    /**
     * How many weighted squared norms it carries: none if one virtual worker stands behind it; one for each piece; or
     * as many again for groups, if several stand behind it.
     */
    int normCount();

    /** Copies the weighted squared norms Σₖ |sₖ|²/bₖ to the front of {@code target}. */
    void normsInto(double[] target);
}
