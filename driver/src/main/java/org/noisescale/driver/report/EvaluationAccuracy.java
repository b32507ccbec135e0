package org.noisescale.driver.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.noisescale.driver.analysis.SeedBand;

/** The accuracy on held-out examples against the step or the examples seen. */
final class EvaluationAccuracy implements Drawing {
    private static final String ID = "evaluation-accuracy";
    private static final String TITLE = "Accuracy on held-out examples";

    @Override
    public Page.Section draw(Comparison comparison) {
        List<Page.Series> series = comparison.groups().stream()
                .flatMap(group -> Curves.of(group, "evaluation_accuracy", 0).stream())
                .toList();
        if (series.isEmpty()) {
            return Page.Section.nothing(
                    ID, TITLE, "The runs recorded no accuracy: this model is not a classifier or was never evaluated.");
        }
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                Curves.X,
                Page.Axis.linear("share of held-out examples classified correctly"),
                series,
                List.of());
        String caption =
                "Evaluated every so many steps on examples that training never sees." + Curves.band(comparison);
        return new Page.Section(ID, TITLE, caption, answer(comparison), List.of(chart), List.of());
    }

    private static List<String> answer(Comparison comparison) {
        return comparison.groups().stream()
                .flatMap(group -> last(group).stream())
                .max(Comparator.comparingDouble(Final::mean))
                .map(Final::sentence)
                .stream()
                .toList();
    }

    private static Optional<Final> last(RunGroup group) {
        SeedBand band = SeedBand.over(group.series("evaluation_accuracy"));
        for (int i = band.mean().size() - 1; i >= 0; i--) {
            if (!band.mean().get(i).isNaN()) {
                return Optional.of(new Final(
                        group,
                        band.mean().get(i),
                        band.low().get(i),
                        band.high().get(i)));
            }
        }
        return Optional.empty();
    }

    private record Final(RunGroup group, double mean, double low, double high) {
        private String sentence() {
            String place = group.isNamed() ? " at " + group.label() : "";
            String spread = group.runs().size() == 1
                    ? ""
                    : " (seeds from " + FigureText.percent(low) + " to " + FigureText.percent(high) + ")";
            return "Highest final accuracy: " + FigureText.percent(mean) + place + spread + ".";
        }
    }
}
