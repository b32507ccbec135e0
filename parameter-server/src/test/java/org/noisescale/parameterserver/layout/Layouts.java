package org.noisescale.parameterserver.layout;

import java.util.ArrayList;
import java.util.List;

/** Layouts for tests. */
public final class Layouts {
    private Layouts() {}

    /** Segments of these lengths; every other one, from the second on, holds statistics. */
    public static ParameterLayout ofLengths(List<Integer> lengths) {
        List<Segment> segments = new ArrayList<>();
        int offset = 0;
        for (int length : lengths) {
            Segment.Kind kind = segments.size() % 2 == 1 ? Segment.Kind.STATISTIC : Segment.Kind.WEIGHT;
            segments.add(new Segment("s" + segments.size(), offset, length, kind));
            offset += length;
        }
        return new ParameterLayout(segments);
    }

    /** One trainable segment. */
    public static ParameterLayout ofLength(int length) {
        return ofLengths(List.of(length));
    }
}
