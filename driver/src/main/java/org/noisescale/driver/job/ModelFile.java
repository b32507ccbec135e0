package org.noisescale.driver.job;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.noisescale.driver.study.InputException;

/** The file of a model that the user brings. */
final class ModelFile {
    private ModelFile() {}

    /** Its text; throws {@link InputException}. */
    static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new InputException("model.dl4j " + path + ": there is no such file on this machine", e);
        } catch (CharacterCodingException e) {
            throw new InputException(
                    "model.dl4j " + path + ": is not text in UTF-8; give the JSON of a configuration,"
                            + " not a saved model",
                    e);
        } catch (IOException e) {
            String trouble = Files.isDirectory(Path.of(path)) ? "is a folder" : "cannot be read: " + e.getMessage();
            throw new InputException("model.dl4j " + path + ": " + trouble, e);
        }
    }

    /** The fingerprint of its text, in lower-case hexadecimal; throws {@link InputException}. */
    static String sha256(String path) {
        try {
            byte[] text = read(path).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
