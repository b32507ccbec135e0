package org.noisescale.parameterserver.layout;

import java.io.Serializable;
import java.util.List;

/** The segments of a flat parameter vector: in order, without a gap. */
public record ParameterLayout(List<Segment> segments) implements Serializable {
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
    }

    /** How many values the vector has. */
    public int length() {
        return segments.get(segments.size() - 1).end();
    }
}
