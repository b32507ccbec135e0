package org.noisescale.driver.study;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;

/** Reads studies that tests write in a few lines; they all lie at {@code /home/s.yaml}. */
final class StudyText {
    static final String HEAD = "name: n\nquestion: q\n";

    private StudyText() {}

    /** The study of {@code text}. */
    static Study read(String text, String... settings) {
        return StudyReader.read(text, "s.yaml", Path.of("/home"), List.of(settings));
    }

    /** The study that has a name, a question on line 2, and {@code sections} from line 3 on. */
    static Study of(String sections, String... settings) {
        return read(HEAD + sections, settings);
    }

    /** The message with which {@code sections} from line 3 on are refused. */
    static String refusal(String sections, String... settings) {
        return refusalOf(HEAD + sections, settings);
    }

    /** The message with which {@code text} is refused. */
    static String refusalOf(String text, String... settings) {
        InputException refused = Assertions.catchThrowableOfType(InputException.class, () -> read(text, settings));
        Assertions.assertThat(refused).as("the refusal of%n%s", text).isNotNull();
        return String.valueOf(refused.getMessage());
    }
}
