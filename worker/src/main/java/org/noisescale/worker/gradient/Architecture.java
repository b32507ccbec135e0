package org.noisescale.worker.gradient;

import java.io.Serializable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.learning.config.IUpdater;

/** A built-in network. */
public interface Architecture extends Serializable {
    /** How examples enter it. */
    InputShape input();

    /**
     * The network as DL4J configures it.
     *
     * @param updater is never used by us, for the server optimizes; DL4J's own {@code fit} would use it
     */
    MultiLayerConfiguration configuration(long seed, IUpdater updater);
}
