package org.noisescale.parameterserver.control;

import java.util.random.RandomGenerator;

/** The numbers of the streams on which servers answer; above those of runs, and so many that two hardly meet. */
final class AnswerStreams {
    /** A stream on which nobody is answered. */
    static final int NOBODY = 1 << 30;

    static final int FIRST = NOBODY + 1;

    private AnswerStreams() {}

    static int draw(RandomGenerator random) {
        return FIRST + random.nextInt(Integer.MAX_VALUE - FIRST);
    }
}
