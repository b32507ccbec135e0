package org.noisescale.driver.report;

import java.util.List;

/** The training loss against the step or the examples seen. */
final class LossCurves implements Drawing {
    private static final String ID = "loss-curves";
    private static final String TITLE = "Training loss";

    @Override
    public Page.Section draw(Comparison comparison) {
        int halfWidth = Curves.halfWidth(comparison, 0.02);
        List<Page.Series> series = comparison.groups().stream()
                .flatMap(group -> Curves.of(group, "loss", halfWidth).stream())
                .toList();
        if (series.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "The runs recorded no training loss.");
        }
        Page.Chart chart = new Page.Chart(
                ID, "", Curves.X, Page.Axis.linear(lossLabel(comparison)).withSwitch(), series, List.of());
        String caption = "Mean loss over the batch of each step, before its update. "
                + Curves.treatment(comparison, halfWidth)
                + (comparison.sweepsBatchSize()
                        ? " Against steps, batch sizes differ in their noise; against examples, in the number of steps"
                                + " taken for them."
                        : "");
        return new Page.Section(ID, TITLE, caption, List.of(), List.of(chart), List.of());
    }

    private static String lossLabel(Comparison comparison) {
        boolean crossEntropy = comparison.groups().stream()
                .allMatch(group -> group.findSetting("model.kind")
                        .filter(kind -> kind.equals("mlp") || kind.equals("softmax"))
                        .isPresent());
        return crossEntropy ? "training loss (cross-entropy, nats)" : "training loss";
    }
}
