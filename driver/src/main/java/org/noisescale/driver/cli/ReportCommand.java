package org.noisescale.driver.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.job.storage.ResultsPlace;
import org.noisescale.driver.report.ReportWriter;
import org.noisescale.driver.study.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisescale report}. */
@Command(
        name = "report",
        description = "Draws the report of an output folder again, or compares several.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Output folders of runs, or their addresses (hdfs://…, s3a://…).")
    private final List<String> folders = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write (default: report.html in the folder; comparison.html here for several).")
    private @Nullable Path target;

    private final List<ResultsPlace> places = new ArrayList<>();
    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() {
        try {
            folders.forEach(folder -> places.add(ResultsPlace.of(folder)));
            spec.commandLine().getOut().println(write());
        } catch (InputException e) {
            throw new InputException(withPlaces(String.valueOf(e.getMessage())), e);
        } finally {
            places.forEach(ResultsPlace::close);
        }
        return 0;
    }

    /** The name of the file that was written. */
    private String write() {
        List<StudyResults> studies = places.stream()
                .map(place -> StudyResults.read(place.folder(), place.nameOf(place.folder())))
                .toList();
        if (target != null || studies.size() > 1) {
            return ReportWriter.write(studies, target != null ? target : Path.of("comparison.html"))
                    .toString();
        }
        ResultsPlace only = places.get(0);
        return only.nameOf(ReportWriter.write(studies, only.folder().resolve("report.html")));
    }

    /** A text that names files as they are called where they are kept. */
    private String withPlaces(String text) {
        String named = text;
        for (ResultsPlace place : places) {
            named = named.replace(place.folder().toString(), place.nameOf(place.folder()));
        }
        return named;
    }
}
