package org.noisescale.driver.job.dataset;

import java.io.Serializable;

/** How features form a grey image, row by row. */
record ImageShape(int height, int width) implements Serializable {
    /** How many pixels, that is features, an image has. */
    int pixels() {
        return height * width;
    }
}
