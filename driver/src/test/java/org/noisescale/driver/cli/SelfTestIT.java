package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.selftest.Finding;
import org.noisescale.driver.selftest.Problem;
import org.noisescale.driver.selftest.Problems;
import picocli.CommandLine;

/** {@code noisescale selftest} as a user meets it. */
@Timeout(600)
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Set<Path> folders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("noisescale-selftest-"))
                    .collect(Collectors.toSet());
        }
    }

    /** Says of a quadratic whose loss begins at ½ that it begins at 1. */
    private record WrongTruth() implements Problem {
        @Override
        public String name() {
            return "wrong-truth";
        }

        @Override
        public String study(Path folder) {
            return """
                    data: {source: quadratic, dimension: 1}
                    training: {workers: 2, batchSize: 2, steps: 2, seeds: [1]}
                    """;
        }

        @Override
        public List<Finding> judge(StudyResults results) {
            double loss = results.runs().get(0).series("loss")[0];
            return List.of(new Finding("loss at the start", 1, loss, 0.1, Finding.Kind.SCATTER));
        }
    }

    @Test
    void aMissedTruthIsMarkedAndItsResultsAreKept() throws IOException {
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new SelfTestCommand(List.of(new WrongTruth())));

        int status = command.setOut(new PrintWriter(out)).execute();

        assertThat(status).isEqualTo(1);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("wrong-truth").endsWith("-5.00  MISSED"))
                .anySatisfy(line -> assertThat(line).startsWith("1 of 1 truths are missed"));
        String last = lines.get(lines.size() - 1);
        assertThat(last).startsWith("The results are in ");
        Path folder = Path.of(last.substring("The results are in ".length()));
        assertThat(folder.resolve("wrong-truth").resolve("summary.csv")).isNotEmptyFile();
        delete(folder);
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
