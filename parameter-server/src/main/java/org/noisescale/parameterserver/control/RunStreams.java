package org.noisescale.parameterserver.control;

import java.util.random.RandomGenerator;
import org.noisescale.parameterserver.transport.RunChannels;

/**
 * The blocks of stream numbers of runs, below those of answers. Drivers that do not know each other draw them; a server
 * refuses one that is in use.
 */
final class RunStreams {
    private static final int BLOCKS = AnswerStreams.FIRST / RunChannels.STREAMS_MAX;

    private RunStreams() {}

    /** The first stream of a block; the first block is for what is not a run. */
    static int draw(RandomGenerator random) {
        return (1 + random.nextInt(BLOCKS - 1)) * RunChannels.STREAMS_MAX;
    }
}
