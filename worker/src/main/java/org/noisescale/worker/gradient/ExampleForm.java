package org.noisescale.worker.gradient;

import java.util.List;

/**
 * What a dataset offers a model.
 *
 * @param outputCount how many numbers its labels want from the model
 * @param image channels, height and width if examples are images; otherwise empty
 */
public record ExampleForm(int featureCount, int outputCount, List<Integer> image) {
    /** Makes the list immutable. */
    public ExampleForm {
        image = List.copyOf(image);
    }
}
