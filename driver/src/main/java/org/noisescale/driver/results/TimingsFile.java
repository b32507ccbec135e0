package org.noisescale.driver.results;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code timings.csv}: what bounded each step. It is apart from {@code steps.csv}, because times differ from one
 * training to the next where nothing else does. A step of which a frame was lost has no row.
 */
final class TimingsFile implements AutoCloseable {
    private static final List<String> HEADER = List.of(
            "step",
            "slowest_worker",
            "bound_by",
            "compute_seconds",
            "push_seconds",
            "aggregate_seconds",
            "pull_seconds",
            "wait_seconds");
    private static final String SEPARATOR = ",";

    private final BufferedWriter writer;

    /** Goes on behind a step; what is written of later ones goes. */
    TimingsFile(Path file, long lastKept) throws IOException {
        List<String> kept = new ArrayList<>(List.of(String.join(SEPARATOR, HEADER)));
        if (lastKept > 0 && Files.exists(file)) {
            Files.readAllLines(file).stream()
                    .skip(1)
                    .filter(row -> isWhole(row) && step(row) <= lastKept)
                    .forEach(kept::add);
        }
        writer = Files.newBufferedWriter(file);
        for (String row : kept) {
            writer.write(row + "\n");
        }
    }

    /** A row that a crash has cut off is not. */
    private static boolean isWhole(String row) {
        return row.split(SEPARATOR, -1).length == HEADER.size() && row.matches("\\d{1,18},.*");
    }

    private static long step(String row) {
        return Long.parseLong(row.substring(0, row.indexOf(SEPARATOR)));
    }

    void write(StepTiming timing) {
        try {
            writer.write(String.join(
                            SEPARATOR,
                            Long.toString(timing.step()),
                            Integer.toString(timing.slowestWorker()),
                            timing.boundBy().toString(),
                            Figures.seconds(timing.computeSeconds()),
                            Figures.seconds(timing.pushSeconds()),
                            Figures.seconds(timing.aggregateSeconds()),
                            Figures.seconds(timing.pullSeconds()),
                            Figures.seconds(timing.waitSeconds()))
                    + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
