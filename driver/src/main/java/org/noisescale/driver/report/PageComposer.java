package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/** Composes the page of one or several studies. */
final class PageComposer {
    /** Which answers lead: what was held against theory comes first. */
    private static final List<String> ANSWER_ORDER =
            List.of("quadratic-theory", "noise-trace", "noise-scale", "evaluation-accuracy");

    private PageComposer() {}

    static Page compose(List<StudyResults> studies) {
        Comparison comparison = new Comparison(studies);
        List<Page.Section> sections = Drawings.askedBy(studies).values().stream()
                .map(drawing -> drawing.draw(comparison))
                .toList();
        List<Page.Table> tables = new ArrayList<>();
        if (studies.size() > 1) {
            tables.add(ConfigurationDifferences.of(comparison));
        }
        tables.add(RunsTable.of(comparison));
        return new Page(
                studies.stream().map(comparison::name).collect(Collectors.joining(" · ")),
                studies.stream()
                        .map(study -> study.study().question())
                        .distinct()
                        .collect(Collectors.joining(" / ")),
                answers(sections),
                facts(comparison),
                sections,
                tables,
                studies.stream().map(study -> source(comparison, study)).toList());
    }

    private static List<String> answers(List<Page.Section> sections) {
        return ANSWER_ORDER.stream()
                .flatMap(id -> sections.stream().filter(section -> section.id().equals(id)))
                .map(Page.Section::answer)
                .filter(Objects::nonNull)
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
        for (String key : List.of(
                "data.source",
                "model.kind",
                "optimizer.kind",
                "training.cluster.workers",
                "training.workers",
                "training.virtualWorkers")) {
            settings(comparison, key).ifPresent(facts::add);
        }
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

    private static Optional<Page.Fact> settings(Comparison comparison, String key) {
        String values = comparison.groups().stream()
                .flatMap(group -> group.findSetting(key).stream())
                .distinct()
                .collect(Collectors.joining(", "));
        String label = Stream.of(key.split("\\.", -1)).findFirst().orElse(key);
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(new Page.Fact(label.equals("training") ? Comparison.shortName(key) : label, values));
    }

    private static Page.Source source(Comparison comparison, StudyResults study) {
        return new Page.Source(
                comparison.name(study),
                study.directory().toString(),
                study.study().settings(),
                study.manifest());
    }
}
