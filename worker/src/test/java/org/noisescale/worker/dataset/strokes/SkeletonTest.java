package org.noisescale.worker.dataset.strokes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SkeletonTest {
    @Test
    void readsStrokesAnchorsAndCorners() {
        Skeleton skeleton = Skeleton.parse("20,6 78,4^ 44,100 / 36,52 72,50");

        assertThat(skeleton)
                .isEqualTo(new Skeleton(List.of(
                        List.of(smooth(0.2, 0.06), new Anchor(new Point(0.78, 0.04), true), smooth(0.44, 1)),
                        List.of(smooth(0.36, 0.52), smooth(0.72, 0.5)))));
    }

    @Test
    void missesItsAnchorsByTheDeviationAndKeepsItsCorners() {
        Skeleton skeleton = Skeleton.parse("20,6 78,4^ 44,100 / 36,52 72,50");

        Skeleton jittered = skeleton.jittered(new RandomStream(1, 2, 3), 0.01);

        for (int stroke = 0; stroke < 2; stroke++) {
            for (int i = 0; i < skeleton.strokes().get(stroke).size(); i++) {
                Anchor meant = skeleton.strokes().get(stroke).get(i);
                Anchor hit = jittered.strokes().get(stroke).get(i);
                assertThat(hit.corner()).isEqualTo(meant.corner());
                assertThat(hit.place().minus(meant.place()).length())
                        .isPositive()
                        .isLessThan(0.05);
            }
        }
    }

    private static Anchor smooth(double x, double y) {
        return new Anchor(new Point(x, y), false);
    }
}
