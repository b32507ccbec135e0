package org.noisescale.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The steps that make the images, as far as they can be looked at without an engine. */
class ImageIT {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCKERFILE = Path.of("container", "Dockerfile");
    private static final Pattern COPY_OF_SOURCES = Pattern.compile("(?m)^COPY (?!--from)(\\S+) ");
    private static final Pattern COPY_OF_RESULTS = Pattern.compile("(?m)^COPY --from=build /src/(\\S+) ");

    private static List<String> sources(Pattern copies) throws IOException {
        return copies.matcher(Files.readString(DOCKERFILE))
                .results()
                .map(copy -> copy.group(1))
                .toList();
    }

    @Test
    void areMadeOfWhatThereIs() throws IOException {
        assertThat(sources(COPY_OF_SOURCES))
                .hasSizeGreaterThan(4)
                .allSatisfy(source -> assertThat(ROOT.resolve(source)).exists());
    }

    /** Where the build puts them. */
    @Test
    void takeFromTheBuildWhatItMakes() throws IOException {
        assertThat(sources(COPY_OF_RESULTS))
                .hasSize(4)
                .allSatisfy(source -> assertThat(ROOT.resolve(source)).exists());
    }

    @Test
    void endAsAUserWithoutRights() throws IOException {
        String[] stages = Files.readString(DOCKERFILE).split("(?m)^FROM ", -1);

        assertThat(Stream.of(stages).filter(stage -> stage.contains("ENTRYPOINT")))
                .hasSize(2)
                .allMatch(stage -> stage.contains("USER 185:185\n"));
    }

    /** The image of a server is small because its distribution is. */
    @Test
    void haveNothingOfSparkInThatOfAServer() throws IOException {
        Path jars = Path.of("target", "noisescale-server", "jars");
        long bytes = 0;
        try (Stream<Path> files = Files.list(jars)) {
            for (Path jar : files.toList()) {
                assertThat(jar.getFileName().toString()).doesNotContain("spark", "nd4j", "deeplearning4j", "scala");
                bytes += Files.size(jar);
            }
        }

        assertThat(bytes).isBetween(1L << 20, 16L << 20);
    }
}
