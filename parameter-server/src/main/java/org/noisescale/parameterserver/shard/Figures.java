package org.noisescale.parameterserver.shard;

/**
 * What one shard tells the others of its pieces, between two stages of a step: a flyweight over a received message,
 * valid during the call it is passed to.
 */
public interface Figures {
    /** Who sent it. */
    int shard();

    /** The step, 0 for the first. */
    long step();

    /** The stage that these figures are needed to begin, 1 for the first that needs any. */
    int stage();

    /** The number of the first piece among all pieces of the vector. */
    int firstPiece();

    /** How many pieces it tells of. */
    int count();

    /** |u|² of the piece at a position in this message, as the stage before left u. */
    double updateSquaredNorm(int position);

    /** |θ|² of the piece at a position in this message, before this step's update. */
    double parameterSquaredNorm(int position);
}
