package org.noisescale.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.study.InputException;
import picocli.CommandLine.Option;

/** The option of benches that writes figures to a file. */
final class CsvOption {
    @Option(names = "--csv", paramLabel = "FILE", description = "Also write the figures to a file.")
    private @Nullable Path file;

    /** Finds out before anything is measured. */
    void requireWritable() {
        write(List.of());
    }

    /** Writes the lines if a file was named. */
    void write(List<String> lines) {
        if (file == null) {
            return;
        }
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new InputException("--csv " + file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
