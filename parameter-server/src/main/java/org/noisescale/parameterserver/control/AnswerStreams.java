package org.noisescale.parameterserver.control;

import java.util.random.RandomGenerator;

/** The numbers of the streams on which servers answer; above those of runs, and so many that two hardly meet. */
final class AnswerStreams {
    static final int FIRST = 1 << 30;

    private AnswerStreams() {}

    static int draw(RandomGenerator random) {
        return FIRST + random.nextInt(FIRST);
    }
}
