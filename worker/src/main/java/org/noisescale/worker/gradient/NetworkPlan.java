package org.noisescale.worker.gradient;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.worker.curvature.PreciseGradient;
import org.noisescale.worker.curvature.PrecisePlan;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.objective.WorkerShare;

/**
 * A DL4J network to be trained.
 *
 * @param configuration what DL4J builds it from; the seed in it is replaced by the sampling's
 * @param input how examples enter it
 * @param sampling how batches are drawn; its seed gives the initial weights as well
 */
public record NetworkPlan(NetworkConfiguration configuration, InputShape input, SamplingPlan sampling)
        implements ObjectivePlan, PrecisePlan {
    private static final long serialVersionUID = 1;

    /** The plan of an architecture; weights and batches follow from the seed. */
    public static NetworkPlan of(Architecture architecture, SamplingPlan sampling) {
        return new NetworkPlan(
                NetworkConfiguration.of(architecture.configuration(sampling.seed(), new NoOp())),
                architecture.input(),
                sampling);
    }

    /** The same plan with the cross-entropy of an example weighted by its class. */
    public NetworkPlan withClassWeights(List<Double> weights) {
        return new NetworkPlan(configuration.withClassWeights(weights), input, sampling);
    }

    @Override
    public InitialModel initialModel() {
        Network network = newNetwork(DataType.FLOAT);
        return new InitialModel(
                new ParameterLayout(network.segments()),
                network.parameters().dup().data().asFloat());
    }

    @Override
    public Objective open(WorkerShare share) {
        return new NetworkObjective(newNetwork(DataType.FLOAT), share, sampling);
    }

    @Override
    public Optional<String> obstacle() {
        return NetworkGradient.obstacle(configuration);
    }

    @Override
    public PreciseGradient openPrecise() {
        return new NetworkGradient(newNetwork(DataType.DOUBLE));
    }

    /**
     * The network with its initial weights, stripped of everything that the server does. Several workers may share a
     * machine; their BLAS teams must not fight, and one thread gives the same bits always.
     *
     * @param type of its numbers; what is trained is always FLOAT
     */
    Network newNetwork(DataType type) {
        Nd4j.factory().blas().setMaxThreads(1);
        return switch (configuration.kind()) {
            case LAYERED -> {
                MultiLayerNetwork model = new MultiLayerNetwork(configuration.strippedLayered(sampling.seed(), type));
                model.init();
                if (type == DataType.FLOAT) {
                    LayerSubstitution.in(model);
                }
                yield new LayeredNetwork(model, input);
            }
            case GRAPH -> {
                ComputationGraph model = new ComputationGraph(configuration.strippedGraph(sampling.seed(), type));
                model.init();
                if (type == DataType.FLOAT) {
                    LayerSubstitution.in(model);
                }
                yield new GraphNetwork(model, input);
            }
        };
    }
}
