package org.noisescale.parameterserver.layout;

import java.io.Serializable;
import java.util.List;

/** The segments of a flat parameter vector: in order, without a gap. */
public record ParameterLayout(List<Segment> segments) implements Serializable {
    /** The most values a vector can have: its bytes are counted in an {@code int}. */
    public static final int LENGTH_MAX = Integer.MAX_VALUE / Float.BYTES;

    /** Checks that the segments cover the vector without gap or overlap. */
    public ParameterLayout {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a layout has at least one segment");
        }
        int expected = 0;
        for (Segment segment : segments) {
            if (segment.offset() != expected) {
                throw new IllegalArgumentException(
                        "segment " + segment.name() + " must begin at " + expected + ", was " + segment.offset());
            }
            expected = segment.end();
        }
        if (expected > LENGTH_MAX) {
            throw new IllegalArgumentException("a layout must have at most " + LENGTH_MAX + " values, was " + expected);
        }
    }

    /** How many values the vector has. */
    public int length() {
        return segments.get(segments.size() - 1).end();
    }
}
