package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/** Composes the page of one or several studies. */
final class PageComposer {
    /** Which answers lead: what was held against theory comes first. */
    private static final List<String> ANSWER_ORDER = List.of(
            "critical-batch-size",
            "steps-to-target",
            "loss-over-time",
            "update-time",
            "staleness",
            "implicit-momentum",
            "noise-budget",
            "local-spread",
            "quadratic-theory",
            "batchnorm-leak",
            "group-noise",
            "shared-noise",
            "group-accuracy",
            "noise-trace",
            "noise-scale",
            "sharpness",
            "curved-noise-scale",
            "evaluation-accuracy",
            "confusion-matrix",
            "critical-path");

    /** The settings that stand at the head of the page, with their labels. */
    private static final Map<String, String> SETTINGS = settings();

    private PageComposer() {}

    static Page compose(List<StudyResults> studies) {
        Comparison comparison = new Comparison(studies);
        List<Page.Section> sections = Drawings.askedBy(studies).values().stream()
                .map(drawing -> drawing.draw(comparison))
                .toList();
        return new Page(
                studies.stream().map(comparison::name).collect(Collectors.joining(" · ")),
                studies.stream()
                        .map(study -> study.study().question())
                        .distinct()
                        .collect(Collectors.joining(" / ")),
                answers(sections),
                facts(comparison),
                studies.size() > 1 ? List.of(ConfigurationDifferences.of(comparison)) : List.of(),
                sections,
                List.of(RunsTable.of(comparison)),
                studies.stream().map(study -> source(comparison, study)).toList());
    }

    private static List<String> answers(List<Page.Section> sections) {
        return ANSWER_ORDER.stream()
                .flatMap(id -> sections.stream().filter(section -> section.id().equals(id)))
                .flatMap(section -> section.answers().stream())
                .toList();
    }

    private static List<Page.Fact> facts(Comparison comparison) {
        List<RunResult> runs = comparison.groups().stream()
                .flatMap(group -> group.runs().stream())
                .toList();
        List<Page.Fact> facts = new ArrayList<>();
        facts.add(new Page.Fact("runs", String.valueOf(runs.size())));
        facts.add(new Page.Fact(
                "seeds",
                String.valueOf(runs.stream().map(RunResult::seed).distinct().count())));
        facts.add(new Page.Fact("steps a run", range(runs)));
        SETTINGS.forEach((key, label) -> setting(comparison, key, label).ifPresent(facts::add));
        double seconds = runs.stream()
                .mapToDouble(PageComposer::wallSeconds)
                .filter(Double::isFinite)
                .sum();
        facts.add(new Page.Fact("time of all runs", FigureText.duration(seconds)));
        return facts;
    }

    private static double wallSeconds(RunResult run) {
        double[] seconds = run.series("wall_seconds");
        return seconds.length == 0 ? 0 : seconds[seconds.length - 1];
    }

    private static String range(List<RunResult> runs) {
        DoubleSummaryStatistics steps =
                runs.stream().mapToDouble(run -> run.steps().rowCount()).summaryStatistics();
        String least = FigureText.significant(steps.getMin(), 6);
        String most = FigureText.significant(steps.getMax(), 6);
        return runs.isEmpty() ? "0" : least.equals(most) ? most : least + "–" + most;
    }

    private static Optional<Page.Fact> setting(Comparison comparison, String key, String label) {
        String values = comparison.groups().stream()
                .flatMap(group -> group.findSetting(key).stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return values.isEmpty() ? Optional.empty() : Optional.of(new Page.Fact(label, values));
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("data.source", "data");
        settings.put("model.kind", "model");
        settings.put("optimizer.kind", "optimizer");
        settings.put("training.workers", "workers");
        settings.put("training.virtualWorkers", "virtual workers");
        return settings;
    }

    private static Page.Source source(Comparison comparison, StudyResults study) {
        return new Page.Source(
                comparison.name(study), study.place(), study.study().settings(), study.manifest());
    }
}
