package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.List;

/** How features form an image: channel by channel, each row by row. */
record ImageShape(int channels, int height, int width) implements Serializable {
    /** A grey image. */
    ImageShape(int height, int width) {
        this(1, height, width);
    }

    /** How many values, that is features, an image has. */
    int pixels() {
        return channels * height * width;
    }

    /** Channels, height, width. */
    List<Integer> sizes() {
        return List.of(channels, height, width);
    }
}
