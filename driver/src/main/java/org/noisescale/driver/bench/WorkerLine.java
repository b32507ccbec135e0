package org.noisescale.driver.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;

/** How the bench talks to one {@link PushPullWorker}: orders go out, durations come back. */
interface WorkerLine {
    /** Where orders go. */
    PrintWriter orders();

    /** Where answers come from. */
    BufferedReader answers();

    /** Why there are no more answers. */
    String failure();

    /** Lets the worker begin. */
    default void begin(int rounds) {
        orders().println(rounds);
    }

    /** The durations of the rounds that were begun, in nanoseconds. */
    default long[] await() throws IOException {
        String line = answers().readLine();
        if (line == null) {
            throw new IllegalStateException("a worker of the bench ended early: " + failure());
        }
        return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    /** Ends the worker. */
    void end() throws InterruptedException;
}
