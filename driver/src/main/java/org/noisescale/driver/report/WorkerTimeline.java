package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.study.InputException;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.RecordedCourse;

/**
 * What each worker did when, drawn from the log of arrivals: a bar for every gradient, from the reading of the
 * parameters to its push, and the waits between. The first run of each group is shown, from its beginning.
 */
final class WorkerTimeline implements Drawing {
    private static final String ID = "worker-timeline";
    private static final String TITLE = "Workers over time";
    private static final int GROUPS_MAX = 6;
    private static final int WORKERS_MAX = 24;
    private static final int TURNS = 12;

    @Override
    public Page.Section draw(Comparison comparison) {
        List<Recorded> recorded = comparison.groups().stream()
                .flatMap(group -> Recorded.find(group).stream())
                .toList();
        if (recorded.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "The runs recorded no arrivals.");
        }
        List<Page.Timeline> timelines =
                shown(recorded).stream().map(Recorded::timeline).toList();
        String caption =
                "A row is a worker, a bar the time from reading the parameters to the arrival of its push at the"
                        + " server; the darker the bar, the more updates there were in between (its staleness). A hatched bar was"
                        + " work for nothing: an update of the others ended it, or it came too late. A thin line is waiting."
                        + " Light vertical lines are updates. Drawn from arrivals.log, the first run of each kind, its beginning"
                        + (recorded.size() > GROUPS_MAX
                                ? " (" + GROUPS_MAX + " of " + recorded.size() + " kinds). "
                                : ". ")
                        + String.join(" ", sentences(recorded));
        return new Page.Section(ID, TITLE, caption, List.of(), timelines);
    }

    /** Whether some run of a study has a log. */
    static boolean isRecorded(StudyResults study) {
        return study.runs().stream().anyMatch(study::hasArrivals);
    }

    private static List<Recorded> shown(List<Recorded> recorded) {
        if (recorded.size() <= GROUPS_MAX) {
            return recorded;
        }
        List<Recorded> shown = new ArrayList<>();
        for (int i = 0; i < GROUPS_MAX; i++) {
            shown.add(recorded.get(Math.round(i * (recorded.size() - 1f) / (GROUPS_MAX - 1))));
        }
        return shown;
    }

    private static List<String> sentences(List<Recorded> recorded) {
        Comparator<Recorded> byUse =
                Comparator.comparingDouble(each -> each.shares().useful());
        Recorded worst = recorded.stream().min(byUse).orElseThrow();
        Recorded best = recorded.stream().max(byUse).orElseThrow();
        return worst.equals(best) ? List.of(worst.sentence()) : List.of(worst.sentence(), best.sentence());
    }

    /** How the workers spent a whole run, as shares of their time. */
    record Shares(double useful, double lost, double waiting) {}

    /** The first run of a group. */
    private record Recorded(RunGroup group, RecordedArrivals arrivals, RuleTheory theory) {
        static Optional<Recorded> find(RunGroup group) {
            RunResult run = group.runs().get(0);
            return group.study()
                    .findArrivals(run)
                    .flatMap(arrivals -> RuleTheory.of(group).map(theory -> new Recorded(group, arrivals, theory)));
        }

        Page.Timeline timeline() {
            long turns = (long) TURNS * arrivals.workers();
            TimelineBars bars = new TimelineBars(Math.min(arrivals.workers(), WORKERS_MAX), turns);
            tell(bars);
            return bars.timeline(group.isNamed() ? group.label() : "", arrivals.workers());
        }

        Shares shares() {
            TimeShares shares = new TimeShares(arrivals.workers());
            tell(shares);
            return shares.shares();
        }

        String sentence() {
            Shares shares = shares();
            return (group.isNamed() ? "With " + group.label() + " " : "")
                    + FigureText.percent(shares.useful) + " of the workers' time goes into gradients that count, "
                    + FigureText.percent(shares.lost) + " into others, and "
                    + FigureText.percent(shares.waiting) + " is waiting.";
        }

        private void tell(RecordedCourse.Listener listener) {
            try {
                RecordedCourse.tell(arrivals, theory.policy(), arrivals.updates(), listener);
            } catch (IllegalArgumentException e) {
                throw new InputException(
                        group.study()
                                        .directory()
                                        .resolve("runs")
                                        .resolve(group.runs().get(0).id()) + "/arrivals.log does not fit the study: "
                                + e.getMessage(),
                        e);
            }
        }
    }
}
