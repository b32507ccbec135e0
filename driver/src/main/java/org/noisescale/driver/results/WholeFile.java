package org.noisescale.driver.results;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Replaces files as a whole, so that whoever looks, and whenever a process ends, finds the old one or the new one. */
final class WholeFile {
    private WholeFile() {}

    /** Writes a file that is no text. */
    static void write(Path file, Content content) throws IOException {
        Path partial = partial(file);
        try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(partial))) {
            content.writeTo(target);
        }
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A file that holds this text already is left alone. */
    static void write(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Path partial = partial(file);
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path partial(Path file) {
        return file.resolveSibling(file.getFileName() + ".partial");
    }
}
