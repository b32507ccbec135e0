package org.noisescale.driver.results;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.UpdateFigures;

/**
 * The rows that an earlier attempt of a run has left in {@code steps.csv}, as far as they are whole: a process may have
 * been killed in the middle of one, and whatever does not follow from row to row counts no more.
 */
final class StepsHistory {
    private static final int EXAMPLES = 1;
    private static final int WALL_SECONDS = 2;
    private static final int LOSS = 4;
    private static final int GRADIENT_NORM = 6;
    private static final int NOISE_TRACE = 7;
    private static final int EVALUATION_LOSS = 9;
    private static final int EVALUATION_ACCURACY = 10;

    private final Path file;
    private final StepsColumns columns;

    StepsHistory(Path file, StepsColumns columns) {
        this.file = file;
        this.columns = columns;
    }

    /**
     * Reads row after row.
     *
     * @param wanted takes a row, or says that it and what follows is not wanted
     * @return how many bytes the header and the rows that were taken have; 0 if not even the header is there
     */
    long read(Predicate<PastStep> wanted) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (InputStream source = new BufferedInputStream(Files.newInputStream(file))) {
            Optional<String> header = nextLine(source);
            return header.isPresent() && header.get().equals(columns.headerLine())
                    ? bytes(header.get()) + readRows(source, wanted)
                    : 0;
        }
    }

    private long readRows(InputStream source, Predicate<PastStep> wanted) throws IOException {
        long taken = 0;
        long step = 1;
        for (Optional<String> line = nextLine(source); line.isPresent(); line = nextLine(source)) {
            Optional<PastStep> row = parse(step, line.get());
            if (row.isEmpty() || !wanted.test(row.get())) {
                return taken;
            }
            taken += bytes(line.get());
            step++;
        }
        return taken;
    }

    private static long bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1L;
    }

    /** The next line that has an end. */
    private static Optional<String> nextLine(InputStream source) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = source.read(); next >= 0; next = source.read()) {
            if (next == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            line.write(next);
        }
        return Optional.empty();
    }

    private Optional<PastStep> parse(long step, String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != columns.count() || !cells[0].equals(Long.toString(step))) {
            return Optional.empty();
        }
        try {
            return Optional.of(row(step, cells));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    private PastStep row(long step, String[] cells) {
        int update = columns.firstOfUpdate();
        return new PastStep(
                step,
                Long.parseLong(cells[EXAMPLES]),
                Double.parseDouble(cells[WALL_SECONDS]),
                Double.parseDouble(cells[LOSS]),
                new NoiseReading(number(cells[NOISE_TRACE]), number(cells[GRADIENT_NORM])),
                new UpdateFigures(
                        Double.parseDouble(cells[update + 2]),
                        Double.parseDouble(cells[update + 1]),
                        Double.parseDouble(cells[update])),
                new PastStep.Evaluated(optional(cells[EVALUATION_LOSS]), optional(cells[EVALUATION_ACCURACY])));
    }

    private static double number(String cell) {
        return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    }

    private static OptionalDouble optional(String cell) {
        return cell.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cell));
    }
}
