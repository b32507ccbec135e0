package org.noisescale.parameterserver.service;

/** In which order pushes are dealt with. */
interface PushOrder {
    /** Nobody that is known. */
    int NONE = -1;

    /** The worker whose push is to be dealt with next, or {@link #NONE}; it need not be complete here yet. */
    int next();

    /** That push is dealt with. */
    void settle(int worker, long staleness, boolean admitted);

    /** A push is complete here. */
    void onComplete(int worker);

    /** The push of a worker will not be dealt with. */
    void onCancelled(int worker);
}
