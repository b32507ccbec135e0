package org.noisescale.driver.simulation;

/** Whose push arrives when. */
interface PushOrder {
    /**
     * A worker goes to work.
     *
     * @param turn how often it did so before
     * @param steps how many gradients it computes before it pushes
     */
    void begin(int worker, long nowNs, long turn, int steps);

    /** Takes the next push; whose it is. */
    int take();

    /** When the push that was taken last arrived. */
    long timeNs();

    /** Says what became of that push. */
    void settle(int worker, long staleness, boolean admitted);

    /** An update ended the work of a worker. */
    void cancel(int worker);
}
