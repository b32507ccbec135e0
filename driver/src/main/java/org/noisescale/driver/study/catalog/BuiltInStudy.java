package org.noisescale.driver.study.catalog;

import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.StudyReader;

/**
 * A study that comes with Noisescale.
 *
 * @param name what {@code run} calls it
 * @param question what it answers
 * @param text its file, with comments
 */
public record BuiltInStudy(String name, String question, String text) {
    /** The study of this file. */
    static BuiltInStudy of(String name, String text) {
        String question = new BuiltInStudy(name, "", text).read(List.of()).question();
        return new BuiltInStudy(name, question, text);
    }

    /** Reads it with {@code settings} applied, as {@link StudyReader} does. */
    public Study read(List<String> settings) {
        return StudyReader.read(text, name + ".yaml", Path.of(""), settings);
    }
}
