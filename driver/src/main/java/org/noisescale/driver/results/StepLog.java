package org.noisescale.driver.results;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of rows that begin with the number of a step, with which an attempt goes on behind a step. */
final class StepLog implements AutoCloseable {
    private static final String SEPARATOR = ",";

    private final int columns;
    private final BufferedWriter writer;

    /** Goes on behind a step; what is written of later ones goes. */
    StepLog(Path file, List<String> header, long lastKept) throws IOException {
        columns = header.size();
        List<String> kept = new ArrayList<>(List.of(String.join(SEPARATOR, header)));
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
    private boolean isWhole(String row) {
        return row.split(SEPARATOR, -1).length == columns && row.matches("\\d{1,18},.*");
    }

    private static long step(String row) {
        return Long.parseLong(row.substring(0, row.indexOf(SEPARATOR)));
    }

    /** Adds a row. */
    void write(List<String> cells) {
        try {
            writer.write(String.join(SEPARATOR, cells) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands what was written to the system, so that it is there when this process dies. */
    void flush() throws IOException {
        writer.flush();
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
