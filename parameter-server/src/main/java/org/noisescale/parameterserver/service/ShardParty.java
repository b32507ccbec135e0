package org.noisescale.parameterserver.service;

import java.util.Optional;
import org.noisescale.parameterserver.protocol.FrameHandler;

/** A shard's side of the protocol in one run, without thread and clock: frames come in, and the time is told. */
interface ShardParty {
    /** What takes the frames that arrive. */
    FrameHandler frames();

    /** Does what is to be done besides taking frames; returns how much that was. */
    int work(long nowNs);

    /**
     * Why the run cannot go on, if nothing happened for longer than the limit although something should have; names who
     * is missing. To be asked regularly.
     */
    Optional<String> findStall(long nowNs);

    /** How many updates the whole shard has had. */
    long stepsDone();

    /** Whether nothing is left to be done. */
    boolean isDone();

    /**
     * Whether everybody who has joined is to stay, so that who is gone is lost: not any more when a worker has taken
     * leave, since the run is over then, or somebody else knows better why it ends.
     */
    boolean needsEverybody();

    /** Has somebody told what it does from now on. */
    void showTo(ShardWatch watching);

    /** Tells the driver that the run ends before its end. */
    void stopReports(String reason);

    /** Tells the workers that the run ends before its end. */
    void stopWorkers(String reason);
}
