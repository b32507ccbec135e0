package org.noisescale.driver.report;

import java.util.List;
import java.util.stream.Stream;

/** The noise scale that the curvature weighs, B_noise = tr(HΣ)/GᵀHG, beside B_simple = tr Σ/|G|². */
final class CurvedNoiseScale implements Drawing {
    private static final String ID = "curved-noise-scale";
    private static final String TITLE = "Noise scale with curvature";
    private static final String CURVED = "b_noise";
    private static final String SIMPLE = "b_simple";

    @Override
    public Page.Section draw(Comparison comparison) {
        List<RunGroup> groups = comparison.groups().stream()
                .filter(group -> !group.curvatureSeries(CURVED).isEmpty())
                .toList();
        if (groups.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, Versions.NOT_MEASURED);
        }
        List<Page.Series> series = groups.stream()
                .flatMap(group -> Stream.concat(
                        Versions.of(group, CURVED, Page.Style.LINE).stream(),
                        Versions.of(group, SIMPLE, Page.Style.LAW).stream()))
                .toList();
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                Versions.X,
                Page.Axis.logarithmic("noise scale (examples)").withSwitch(),
                series,
                List.of(
                        new Page.Key(Page.Style.LINE, "B_noise = tr(HΣ) / GᵀHG"),
                        new Page.Key(Page.Style.LAW, "B_simple = tr Σ / |G|²")));
        return new Page.Section(ID, TITLE, caption(comparison), answers(groups), List.of(chart), List.of());
    }

    private static String caption(Comparison comparison) {
        return "B_noise is the batch size at which the best step of a batch's gradient gains half of what the true"
                + " gradient's would; B_simple is the same if all curvatures were equal (McCandlish et al. 2018). Both"
                + " are measured at fixed parameters, from the gradients of single examples of a fixed sample, and"
                + " corrected for its size; where the sample cannot tell |G|² or GᵀHG from zero they are large or"
                + " negative, and a logarithmic axis does not show negative values." + Curves.band(comparison);
    }

    private static List<String> answers(List<RunGroup> groups) {
        return groups.stream()
                .filter(group -> Double.isFinite(Versions.last(group, CURVED)))
                .map(group -> "After training B_noise ≈ " + FigureText.significant(Versions.last(group, CURVED), 3)
                        + ", B_simple ≈ " + FigureText.significant(Versions.last(group, SIMPLE), 3) + " examples"
                        + (group.isNamed() ? " (" + group.label() + ")." : "."))
                .toList();
    }
}
