package org.noisescale.driver.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The line on which a terminal shows the run that goes on. It is never wider than asked for: a wide terminal gets
 * longer words and a longer bar, a narrow one loses the end of the run's name, then the bar, then what stands at the
 * end.
 *
 * @param position which run of how many, e.g. {@code 3/18}
 * @param run the run's id
 * @param step the last step that is complete; 0 before the first
 * @param steps of the run
 * @param figures how the last step went
 */
record StatusLine(String position, String run, long step, long steps, Figures figures) {
    private static final int WIDE = 100;
    private static final int NAME_MIN = 12;
    private static final int BAR_MIN = 5;
    private static final int BAR_MAX = 24;
    /** What the figures usually need; reserved from the beginning, so that the bar does not change its length. */
    private static final int END_LENGTH = 46;

    private static final int END_LENGTH_WIDE = 72;

    /**
     * What changes from step to step; NaN where it is not known.
     *
     * @param secondsLeft until the study is finished
     */
    record Figures(double loss, double noiseScale, double examplesPerSecond, double secondsLeft) {
        static final Figures NONE = new Figures(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /** The text for a terminal of so many columns; the last column stays free, or some terminals begin a new line. */
    String text(int columns) {
        String gap = columns < WIDE ? " " : "  ";
        String start = columns < WIDE ? position + " " : "run " + position + "  ";
        String end = String.join(gap, parts(columns >= WIDE));
        int reserved = Math.max(end.length(), columns < WIDE ? END_LENGTH : END_LENGTH_WIDE);
        int free = columns - 1 - start.length() - reserved - gap.length();
        String name = Shown.cut(run, Math.max(NAME_MIN, free - BAR_MIN - gap.length()));
        String bar = bar(Math.min(BAR_MAX, free - name.length() - gap.length()));
        return Shown.cut(start + name + gap + (bar.isEmpty() ? "" : bar + gap) + end, columns - 1);
    }

    /** The text for a log: whole, and without a bar. */
    String plain() {
        return "run " + position + "  " + run + "  " + String.join("  ", parts(true));
    }

    private List<String> parts(boolean wide) {
        List<String> parts = new ArrayList<>();
        parts.add(wide ? "step " + step + "/" + steps : 100 * step / steps + "%");
        if (step > 0) {
            parts.add("loss " + Shown.figure(figures.loss));
        }
        if (!Double.isNaN(figures.noiseScale)) {
            parts.add((wide ? "noise scale " : "noise ") + Shown.figure(figures.noiseScale));
        }
        if (step > 0) {
            parts.add(Shown.count(figures.examplesPerSecond) + (wide ? " examples/s" : "/s"));
        }
        if (!Double.isNaN(figures.secondsLeft)) {
            parts.add(Shown.clock(figures.secondsLeft) + " left");
        }
        return parts;
    }

    private String bar(int length) {
        if (length < BAR_MIN) {
            return "";
        }
        int halves = Math.toIntExact(2L * length * step / steps);
        String tip = halves % 2 == 1 ? "╸" : "";
        String done = "━".repeat(halves / 2) + tip;
        return done + "┈".repeat(length - done.length());
    }
}
