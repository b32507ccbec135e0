package org.noisescale.driver.simulation;

/** What a worker does between reading parameters and pushing. */
interface Work {
    /**
     * Does it at the moment of the push, since nothing in between depends on the clock, and hands the result to the
     * server.
     *
     * @param push whose, and which it is
     * @param read the parameters that the worker has read; not to be changed
     */
    void push(PushPlace push, float[] read, Update update);

    /**
     * Which push.
     *
     * @param turn how often the worker was let go before
     * @param seat how many pushes the open round had before
     * @param staleness how many updates there were since it read
     */
    record PushPlace(int worker, long turn, int seat, long staleness) {}
}
