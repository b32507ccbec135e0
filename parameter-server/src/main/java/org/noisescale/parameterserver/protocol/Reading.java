package org.noisescale.parameterserver.protocol;

import org.agrona.MutableDirectBuffer;

/** A chunk that a shard sends to one worker: a flyweight over a received message, valid during the call. */
public interface Reading {
    /** What it is for. */
    ReadingKind kind();

    /** The turn that begins, 0 for the worker's first and for the other kinds. */
    long turn();

    /** How many updates the parameters have had. */
    long version();

    /** Whom it is for. */
    int worker();

    /** The chunk. */
    int chunk();

    /** How many bytes of floats it carries. */
    int byteLength();

    /** Copies them. */
    void copyInto(MutableDirectBuffer target, int index);
}
