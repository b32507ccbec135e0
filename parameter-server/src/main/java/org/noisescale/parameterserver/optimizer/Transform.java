package org.noisescale.parameterserver.optimizer;

/**
 * A link that needs nothing but the values themselves: rewrites an update in place, value by value, keeping its state
 * in slots. Transforms hold no state themselves; a checkpoint is therefore nothing but parameters, slots and version.
 */
non-sealed interface Transform extends Link {
    /** How many values of state it keeps for each parameter. */
    int slotCount();

    /**
     * Rewrites {@code update[from, to)}.
     *
     * @param update on entry what the link before left, at first the mean gradient
     * @param parameters θ before the update, indexed like {@code update}; to be read only
     * @param slots {@link #slotCount()} arrays, indexed like {@code update}; initially zero
     * @param step 1 for the first update
     */
    void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step);
}
