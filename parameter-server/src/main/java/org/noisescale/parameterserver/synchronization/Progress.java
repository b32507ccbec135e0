package org.noisescale.parameterserver.synchronization;

/** How far the workers of a run are. */
public interface Progress {
    /** Whether the open round has a push of this worker. */
    boolean contributes(int worker);

    /** How many pushes of this worker were taken or turned away so far. */
    long pushes(int worker);

    /** The least number of pushes of any worker. */
    long pushesLeast();
}
