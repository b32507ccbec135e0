package org.noisescale.driver.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the output folder of a study as a real run would, from simulated figures. */
final class ResultFolder {
    static final String STEPS_HEADER = "step,examples,wall_seconds,simulated_seconds,loss,learning_rate,"
            + "gradient_norm_squared,noise_trace,staleness_mean,evaluation_loss,evaluation_accuracy";
    private static final String MANIFEST = """
            {"noisescale": "0.1.0-SNAPSHOT", "java": {"version": "17.0.12", "vendor": "Debian",
             "flags": ["-Xmx2g", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"]},
             "spark": "4.1.1", "hardware": {"processor": "x86_64", "cores": 2, "memoryBytes": 25276502016},
             "dataset": {"examples": 20000, "sha256": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"},
             "note": "</script><script>document.title='broken'</script>",
             "runs": [{"id": "run-1", "seed": 1, "hash": "ab12"}, {"id": "run-2", "seed": 2, "hash": "cd34"}]}
            """;

    private final Path directory;
    private final List<String> summary = new ArrayList<>();

    ResultFolder(Path directory, String studyYaml, String sweptColumns) {
        this.directory = directory;
        write("study.yaml", studyYaml);
        write("manifest.json", MANIFEST);
        summary.add("run," + (sweptColumns.isEmpty() ? "" : sweptColumns + ",")
                + "seed,steps,examples,wall_seconds,simulated_seconds,training_loss,evaluation_loss,"
                + "evaluation_accuracy,gradient_norm_squared,noise_trace,noise_scale,noise_scale_low,"
                + "noise_scale_high,parameters_sha256");
    }

    /** Adds a run: its cells of {@code summary.csv} and its lines of {@code steps.csv} below the header. */
    void addRun(String id, String summaryCells, List<String> steps) {
        summary.add(id + "," + summaryCells);
        write("runs/" + id + "/steps.csv", STEPS_HEADER + "\n" + String.join("\n", steps) + "\n");
        write("summary.csv", String.join("\n", summary) + "\n");
    }

    Path directory() {
        return directory;
    }

    void write(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
