package org.noisescale.driver.job;

import org.noisescale.driver.job.dataset.FeatureScaling;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.worker.gradient.NetworkPlan;

/** What came out of a training. */
public final class TrainedModel {
    private final RunSummary summary;
    private final NetworkPlan network;
    private final float[] parameters;
    private final FeatureScaling scaling;

    TrainedModel(RunSummary summary, NetworkPlan network, float[] parameters, FeatureScaling scaling) {
        this.summary = summary;
        this.network = network;
        this.parameters = parameters;
        this.scaling = scaling;
    }

    /** How it was trained. */
    public RunSummary summary() {
        return summary;
    }

    /** What was trained. */
    public NetworkPlan network() {
        return network;
    }

    /** The flat vector; shared, not a copy. */
    public float[] parameters() {
        return parameters;
    }

    /** What is to be done with features before the network sees them. */
    public FeatureScaling scaling() {
        return scaling;
    }
}
