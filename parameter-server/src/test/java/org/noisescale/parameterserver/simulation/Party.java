package org.noisescale.parameterserver.simulation;

/** Somebody who lives at an address for a while. */
interface Party {
    /** Takes a frame, perhaps in the middle of sending one. */
    void receive(byte[] frame);

    /** Does what is to be done now. */
    void work(long nowMs);
}
