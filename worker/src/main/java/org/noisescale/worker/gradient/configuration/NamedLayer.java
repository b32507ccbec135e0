package org.noisescale.worker.gradient.configuration;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A layer of a configuration.
 *
 * @param name what its segments begin with, before an underscore: its position, or the name of its vertex
 * @param configuration everything DL4J keeps of it
 * @param frozen whether its parameters stay as they are
 */
public record NamedLayer(String name, NeuralNetConfiguration configuration, boolean frozen) {
    /** The layer itself. */
    public Layer layer() {
        return configuration.getLayer();
    }

    /** For messages, before the name of a setting. */
    public String words() {
        return "layer " + name + " (" + layer().getClass().getSimpleName() + ")";
    }

    /** What to throw about a setting of this layer. */
    RefusedModelException refusal(String problem) {
        return new RefusedModelException(words() + ": " + problem);
    }
}
