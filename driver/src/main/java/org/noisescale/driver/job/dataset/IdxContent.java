package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What an IDX file holds: so many records of so many bytes, or a problem. */
final class IdxContent implements Serializable {
    private final int count;
    private final ImageShape shape;
    private final byte[] bytes;
    private final @Nullable DataProblem problem;

    IdxContent(int count, ImageShape shape, byte[] bytes, @Nullable DataProblem problem) {
        this.count = count;
        this.shape = shape;
        this.bytes = bytes;
        this.problem = problem;
    }

    /** The content of a file that is not to be used. */
    static IdxContent refused(DataProblem problem) {
        return new IdxContent(0, new ImageShape(0, 0), new byte[0], problem);
    }

    int count() {
        return count;
    }

    ImageShape shape() {
        return shape;
    }

    /** Byte {@code position} of all records, unsigned. */
    int value(int position) {
        return bytes[position] & 0xff;
    }

    @Nullable
    DataProblem problem() {
        return problem;
    }

    /** The same without the bytes. */
    IdxContent outline() {
        return new IdxContent(count, shape, new byte[0], problem);
    }
}
