package org.noisescale.driver.job;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
            throw new InputException("model.dl4j " + path + ": is not text in UTF-8; give the JSON of a configuration,"
                    + " not a saved model", e);
        } catch (IOException e) {
            String trouble = Files.isDirectory(Path.of(path)) ? "is a folder" : "cannot be read: " + e.getMessage();
            throw new InputException("model.dl4j " + path + ": " + trouble, e);
        }
    }
}
