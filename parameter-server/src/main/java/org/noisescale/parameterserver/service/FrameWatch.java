package org.noisescale.parameterserver.service;

import org.noisescale.parameterserver.protocol.FrameHandler;

/** Looks at frames on their way to a shard's party, and at the clock. */
interface FrameWatch extends FrameHandler {
    /** Frames are handed over from now on, one directly after the other. */
    void start();

    /** The time of the last look at the clock. */
    long markNs();
}
