package org.noisescale.worker.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.worker.curvature.PreciseGradient;
import org.noisescale.worker.curvature.PrecisePlan;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.objective.WorkerShare;

/**
 * A DL4J network to be trained.
 *
 * @param configuration DL4J's JSON of a {@link MultiLayerConfiguration}; its seed gives the initial weights
 * @param sampling how batches are drawn
 */
public record NetworkPlan(String configuration, SamplingPlan sampling) implements ObjectivePlan, PrecisePlan {
    private static final long serialVersionUID = 1;

    /** The plan of an architecture; weights and batches follow from the seed. */
    public static NetworkPlan of(NetworkArchitecture architecture, SamplingPlan sampling) {
        return new NetworkPlan(
                architecture.configuration(sampling.seed(), new NoOp()).toJson(), sampling);
    }

    @Override
    public InitialModel initialModel() {
        MultiLayerNetwork network = newNetwork();
        List<Segment> segments = new ArrayList<>();
        int offset = 0;
        for (Map.Entry<String, INDArray> entry : network.paramTable().entrySet()) {
            int length = Math.toIntExact(entry.getValue().length());
            segments.add(new Segment(entry.getKey(), offset, length, Segment.Kind.WEIGHT));
            offset += length;
        }
        return new InitialModel(
                new ParameterLayout(segments), network.params().dup().data().asFloat());
    }

    @Override
    public Objective open(WorkerShare share) {
        return new NetworkObjective(newNetwork(), share, sampling);
    }

    @Override
    public Optional<String> obstacle() {
        return NetworkGradient.obstacle(MultiLayerConfiguration.fromJson(configuration));
    }

    @Override
    public PreciseGradient openPrecise() {
        Nd4j.factory().blas().setMaxThreads(1);
        return NetworkGradient.of(MultiLayerConfiguration.fromJson(configuration));
    }

    /**
     * Several workers may share a machine; their BLAS teams must not fight, and one thread gives the same bits always.
     */
    private MultiLayerNetwork newNetwork() {
        Nd4j.factory().blas().setMaxThreads(1);
        MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
        network.init();
        network.initGradientsView();
        return network;
    }
}
