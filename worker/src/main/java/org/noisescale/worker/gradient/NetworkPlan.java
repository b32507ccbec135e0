package org.noisescale.worker.gradient;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.worker.batchnorm.SliceDivision;
import org.noisescale.worker.batchnorm.StatisticsPool;
import org.noisescale.worker.batchnorm.StatisticsScope;
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
 * @param scope over which examples its layers of BatchNormalization take their statistics in training
 */
public record NetworkPlan(
        NetworkConfiguration configuration, InputShape input, SamplingPlan sampling, StatisticsScope scope)
        implements ObjectivePlan, PrecisePlan {
    private static final long serialVersionUID = 1;

    /** With the statistics of each slice alone. */
    public NetworkPlan(NetworkConfiguration configuration, InputShape input, SamplingPlan sampling) {
        this(configuration, input, sampling, StatisticsScope.LOCAL);
    }

    /** The plan of an architecture; weights and batches follow from the seed. */
    public static NetworkPlan of(Architecture architecture, SamplingPlan sampling) {
        return new NetworkPlan(
                NetworkConfiguration.of(architecture.configuration(sampling.seed(), new NoOp())),
                architecture.input(),
                sampling);
    }

    /** The same plan with the cross-entropy of an example weighted by its class. */
    public NetworkPlan withClassWeights(List<Double> weights) {
        return new NetworkPlan(configuration.withClassWeights(weights), input, sampling, scope);
    }

    /** The same plan with statistics over other examples. */
    public NetworkPlan withScope(StatisticsScope other) {
        return new NetworkPlan(configuration, input, sampling, other);
    }

    /** Whether one of its layers is a BatchNormalization that learns. */
    public boolean isNormalized() {
        return configuration.layers().stream()
                .anyMatch(named -> !named.frozen() && named.layer() instanceof BatchNormalization);
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
        return new NetworkObjective(this, share);
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
        return network(type, null, plainSubstitution());
    }

    /** The network for training, which shares its statistics in a pool. */
    Network newNetwork(SliceDivision division, StatisticsPool pool) {
        return network(DataType.FLOAT, null, new LayerSubstitution(division, pool));
    }

    private LayerSubstitution plainSubstitution() {
        return new LayerSubstitution(scope.division(), StatisticsPool.ALONE);
    }

    /** A network that refuses what cannot be normalised by the scope, whatever the number of examples. */
    Network newTrial() {
        return scope.isSpecial() ? newNetwork(SliceDivision.WHOLE, parts -> {}) : newNetwork(DataType.FLOAT);
    }

    /** Another one like it that computes with the same parameters, in the same memory. */
    Network newReplica(INDArray parameters, SliceDivision division, StatisticsPool pool) {
        return network(DataType.FLOAT, parameters, new LayerSubstitution(division, pool));
    }

    private Network network(DataType type, @Nullable INDArray parameters, LayerSubstitution substitution) {
        Nd4j.factory().blas().setMaxThreads(1);
        PhysicalMemory.watch();
        return switch (configuration.kind()) {
            case LAYERED -> {
                MultiLayerNetwork model = new MultiLayerNetwork(configuration.strippedLayered(sampling.seed(), type));
                model.init(parameters, false);
                if (type == DataType.FLOAT) {
                    substitution.in(model);
                }
                yield new LayeredNetwork(model, input);
            }
            case GRAPH -> {
                ComputationGraph model = new ComputationGraph(configuration.strippedGraph(sampling.seed(), type));
                model.init(parameters, false);
                if (type == DataType.FLOAT) {
                    substitution.in(model);
                }
                yield new GraphNetwork(model, input);
            }
        };
    }
}
