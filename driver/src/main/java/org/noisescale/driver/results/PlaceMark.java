package org.noisescale.driver.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A file with a number that was drawn once and that no other folder has. Servers know a run by it as long as it is
 * open, also when the driver is started again; the same study in another folder is another run.
 */
final class PlaceMark {
    private static final String NAME = "place";

    private PlaceMark() {}

    /** The mark of a folder; it is drawn if there is none. */
    static String of(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            WholeFile.write(file, UUID.randomUUID() + "\n");
        }
        return Files.readString(file).strip();
    }

    /** Removes it. */
    static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }
}
