package org.noisescale.driver.job;

import java.util.Arrays;

/**
 * The mean training loss over the last tenth of a run's steps, at least one: a single step's is too noisy to compare. A
 * run may end early, so the tenth is that of the steps so far; of those before it nothing is kept.
 */
final class LossTail {
    private static final int PARTS = 10;
    private static final int INITIAL_LENGTH = 64;

    private double[] kept = new double[INITIAL_LENGTH];
    private int first;
    private int end;
    private long steps;

    /** Takes the loss of the next step. */
    void observe(double loss) {
        if (end == kept.length) {
            makeRoom();
        }
        kept[end++] = loss;
        steps++;
        first = end - (int) Math.max(1, steps / PARTS);
    }

    private void makeRoom() {
        int count = end - first;
        double[] room = Arrays.copyOfRange(kept, first, first + Math.max(INITIAL_LENGTH, 2 * count));
        Arrays.fill(room, count, room.length, 0);
        kept = room;
        first = 0;
        end = count;
    }

    double mean() {
        double sum = 0;
        for (int i = first; i < end; i++) {
            sum += kept[i];
        }
        return sum / (end - first);
    }
}
