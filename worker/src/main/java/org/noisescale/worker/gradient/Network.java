package org.noisescale.worker.gradient;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.noisescale.parameterserver.layout.Segment;

/**
 * What DL4J's two kinds of networks have in common where there is one input and one output. Features are flat: a row
 * for each example, whatever shape the first layer wants.
 */
interface Network {
    /** The flat parameters: the network's own memory. */
    INDArray parameters();

    /** The flat gradient: the network's own memory. */
    INDArray gradient();

    /** Its layers, in the order in which they are computed. */
    List<Layer> layers();

    /** What the flat vector consists of. */
    List<Segment> segments();

    /**
     * Fills {@link #gradient()} with the sum over the examples, and BatchNormalization's part of it with what its
     * running statistics move by.
     *
     * @return the mean loss of an example
     */
    double computeGradient(INDArray features, INDArray labels);

    /** The activations of the output layer, a row for each example, with everything as after training. */
    INDArray output(INDArray features);

    /** The loss of each example, with everything as after training. */
    INDArray losses(INDArray features, INDArray labels);

    /**
     * What the last BatchNormalization puts out, as in training: a row for each example, in it a value for each
     * channel, that of images averaged over their places.
     *
     * @throws IllegalStateException if there is none
     */
    INDArray normalized(INDArray features);
}
