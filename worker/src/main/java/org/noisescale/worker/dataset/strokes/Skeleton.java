package org.noisescale.worker.dataset.strokes;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One way to write a digit in the unit square: its strokes in writing order, each the anchors that the pen passes
 * before it is lifted.
 */
record Skeleton(List<List<Anchor>> strokes) {
    private static final Pattern LIFT = Pattern.compile(" / ");
    private static final Pattern BLANK = Pattern.compile(" ");

    /** Reads strokes like {@code "20,6 78,4^ 44,100 / 36,52 72,50"}: anchors, and {@code /} where the pen is lifted. */
    static Skeleton parse(String notation) {
        return new Skeleton(
                LIFT.splitAsStream(notation).map(Skeleton::parseStroke).toList());
    }

    /** The skeleton as a hand writes it that misses every anchor by {@code deviation} in x and in y. */
    Skeleton jittered(RandomStream random, double deviation) {
        return new Skeleton(strokes.stream()
                .map(stroke -> stroke.stream()
                        .map(anchor -> anchor.jittered(random, deviation))
                        .toList())
                .toList());
    }

    private static List<Anchor> parseStroke(String notation) {
        return BLANK.splitAsStream(notation).map(Anchor::parse).toList();
    }
}
