package org.noisescale.parameterserver.simulation;

import org.noisescale.parameterserver.protocol.FrameHandler;

/** A check that a party has lost, put in front of it: the frame is changed to what the check would have asked for. */
@FunctionalInterface
interface Fault {
    Fault NONE = (handler, address, plan) -> handler;

    /** What takes a party's frames instead of its handler. */
    FrameHandler before(FrameHandler handler, Address address, AttemptPlan plan);
}
