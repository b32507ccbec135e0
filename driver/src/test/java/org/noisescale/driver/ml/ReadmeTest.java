package org.noisescale.driver.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README shows is what is tested. */
class ReadmeTest {
    private static final Path EXAMPLE = Path.of("src/test/java/org/noisescale/driver/ml/MachineLearningExample.java");

    @Test
    void showsTheExampleLineByLine() throws IOException {
        List<String> shown = Files.readAllLines(Path.of("../README.md")).stream()
                .dropWhile(line -> !line.equals("```java"))
                .skip(1)
                .takeWhile(line -> !line.equals("```"))
                .map(String::strip)
                .toList();

        List<String> tested = Files.readAllLines(EXAMPLE).stream()
                .map(String::strip)
                .dropWhile(line -> !line.startsWith("static double accuracy"))
                .skip(1)
                .takeWhile(line -> !line.equals("}"))
                .toList();

        assertThat(shown)
                .isNotEmpty()
                .isEqualTo(tested.stream().map(ReadmeTest::withoutReturn).toList());
    }

    private static String withoutReturn(String line) {
        return line.replaceFirst("^return (.*)", "double accuracy = $1");
    }
}
