package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.noisescale.driver.selftest.Problem;
import org.noisescale.driver.selftest.Problems;

/** {@code noisescale selftest} as a user meets it. */
@Timeout(180)
class SelfTestIT {
    private static final Pattern ROW = Pattern.compile(".* +(?<z>-?[0-9.]+)  (?<verdict>ok|MISSED)");

    @Test
    void everyTruthIsMet() throws IOException {
        Set<Path> before = folders();

        Command.Outcome outcome = Command.noisescale("selftest");

        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.status()).as(outcome.output()).isZero();
        List<String> rows =
                outcome.lines().stream().filter(ROW.asMatchPredicate()).toList();
        assertThat(rows).hasSizeGreaterThan(30).allSatisfy(row -> {
            var cells = ROW.matcher(row);
            assertThat(cells.matches()).isTrue();
            assertThat(Double.parseDouble(cells.group("z"))).isBetween(-5.0, 5.0);
            assertThat(cells.group("verdict")).isEqualTo("ok");
        });
        assertThat(outcome.output())
                .contains(Problems.all().stream().map(Problem::name).toList())
                .contains("All " + rows.size() + " truths are met");
        assertThat(outcome.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(folders()).isEqualTo(before);
    }

    private static Set<Path> folders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("noisescale-selftest-"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void aMasterThatIsNotThereIsWrongInput() {
        Command.Outcome outcome = Command.noisescale("selftest", "--master", "spark://127.0.0.1:1");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines())
                .singleElement()
                .asString()
                .contains("--master spark://127.0.0.1:1: nobody answers there");
    }
}
