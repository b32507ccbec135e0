package org.noisescale.parameterserver.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.noisescale.parameterserver.control.Token;

/** A file that holds the token of servers and drivers, with or without a line break at its end. */
public final class TokenFile {
    private TokenFile() {}

    /** Reads it; throws {@link IllegalArgumentException} with a message for a human if it holds none. */
    public static Token read(Path file) {
        try {
            return Token.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("the token file " + file + " does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the token file " + file + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the token file " + file + " is empty", e);
        }
    }
}
