package org.noisescale.driver.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.noisescale.driver.study.InputException;
import org.noisescale.parameterserver.checkpoint.ArrivalFile;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/**
 * A log of arrivals that a study names.
 *
 * @param key of the study, for messages
 * @param path of the file
 */
record ArrivalSource(String key, String path) {
    /** Its content; throws {@link InputException}. */
    RecordedArrivals read() {
        try {
            return ArrivalFile.parse(bytes());
        } catch (IllegalArgumentException e) {
            throw problem(String.valueOf(e.getMessage()), e);
        }
    }

    /** The fingerprint of the file, in lower-case hexadecimal; throws {@link InputException}. */
    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** What is wrong with it. */
    InputException problem(String what, Exception cause) {
        return new InputException(key + " " + path + ": " + what, cause);
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw problem("there is no such file on this machine", e);
        } catch (IOException e) {
            throw problem(
                    Files.isDirectory(Path.of(path))
                            ? "is a folder; give the arrivals.log in it"
                            : "cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
