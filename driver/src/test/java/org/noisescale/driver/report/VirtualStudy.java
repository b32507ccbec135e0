package org.noisescale.driver.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.parameterserver.checkpoint.ArrivalFile;
import org.noisescale.parameterserver.synchronization.ArrivalLog;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/** The results of a simulated cluster whose figures are made up. */
final class VirtualStudy {
    private static final String YAML = """
            name: virtual
            question: What does it cost to wait?
            data: {source: quadratic, curvatures: [1], noiseVariances: [1], initialParameters: 1}
            optimizer: {kind: sgd, learningRate: 0.2}
            training: {cluster: simulated, steps: %d, %s}
            sweep: {%s: %s}
            """;

    private final ResultFolder folder;
    private final int steps;

    /**
     * A study that sweeps one key.
     *
     * @param training the other keys of that section
     */
    VirtualStudy(Path directory, int steps, String training, String key, String values) {
        this.steps = steps;
        folder = new ResultFolder(directory, YAML.formatted(steps, training, key, values), key);
    }

    /** A run: seconds of the clock, and the loss, after each update from the first on. */
    String run(String value, int seed, IntToDoubleFunction clock, IntToDoubleFunction loss) {
        String id = value + "-" + seed;
        List<String> rows = IntStream.rangeClosed(1, steps)
                .mapToObj(step -> String.format(
                        Locale.ROOT,
                        "%d,%d,0.1,%.9f,%.9f,0.2,1,2,0,,",
                        step,
                        step,
                        clock.applyAsDouble(step),
                        loss.applyAsDouble(step)))
                .toList();
        folder.addRun(id, value + "," + seed + "," + steps + ",1,0.1,,0.5,0.5,,1,2,2,1,3,ab", rows);
        return id;
    }

    /** Gives a run another file. */
    void file(String run, String name, String text) {
        folder.write("runs/" + run + "/" + name, text);
    }

    /** Gives a run a log in which workers push in this order, one second after the other, each the newest version. */
    void arrivals(String run, String rule, int workers, long updates, ArrivalLog log) {
        try {
            Files.write(
                    folder.directory().resolve("runs").resolve(run).resolve("arrivals.log"),
                    ArrivalFile.toBytes(new RecordedArrivals(rule, workers, updates, log.toBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Comparison read() {
        return new Comparison(List.of(StudyResults.read(folder.directory())));
    }

    /** The series of a section's first chart that are drawn in one style. */
    static List<Page.Series> series(Page.Section section, Page.Style style) {
        return section.charts().get(0).series().stream()
                .filter(each -> each.style() == style)
                .toList();
    }
}
