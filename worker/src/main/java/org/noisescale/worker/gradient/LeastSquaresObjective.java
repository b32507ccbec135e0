package org.noisescale.worker.gradient;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.array.NativeFloats;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.EpochAuditReport;
import org.noisescale.worker.dataset.GaussianExamples;
import org.noisescale.worker.objective.Objective;

/**
 * Streaming least squares on one worker. There are no held-out examples: the expectation over all there could be is
 * known, and an evaluation is exact. It is the excess risk ½(w − w*)ᵀH(w − w*), by which the expected loss exceeds the
 * least there can be, ½s².
 */
final class LeastSquaresObjective implements Objective {
    private final LeastSquaresPlan plan;
    private final Network network;
    private final BatchShares shares;
    private final GaussianExamples examples;
    private final Map<Integer, Room> rooms = new HashMap<>();
    private final ByteBuffer parameters;
    private final ByteBuffer gradient;
    private final FloatBuffer weights;

    LeastSquaresObjective(LeastSquaresPlan plan, Network network, BatchShares shares) {
        this.plan = plan;
        this.network = network;
        this.shares = shares;
        examples = new GaussianExamples(plan.spectrum(), plan.optimum(), plan.labelNoiseVariance(), plan.seed());
        parameters = NativeFloats.view(network.parameters());
        gradient = NativeFloats.view(network.gradient());
        weights = parameters.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    /** Arrays for slices of one size, on the heap and where the network reads; they live as long as the run. */
    private static final class Room {
        private final float[] drawnFeatures;
        private final float[] drawnLabels;
        private final INDArray features;
        private final INDArray labels;

        Room(int examples, int dimension) {
            drawnFeatures = new float[examples * dimension];
            drawnLabels = new float[examples];
            features = Nd4j.createUninitialized(DataType.FLOAT, examples, dimension);
            labels = Nd4j.createUninitialized(DataType.FLOAT, examples, 1);
        }
    }

    @Override
    public ByteBuffer parameters() {
        return parameters;
    }

    @Override
    public ByteBuffer gradient() {
        return gradient;
    }

    @Override
    public int examples(int virtualWorker) {
        return shares.share(virtualWorker);
    }

    @Override
    public double sumGradient(long step, int virtualWorker) {
        int count = examples(virtualWorker);
        Room room = rooms.computeIfAbsent(
                count, size -> new Room(size, plan.spectrum().size()));
        examples.drawInto(step, virtualWorker, room.drawnFeatures, room.drawnLabels);
        NativeFloats.copy(room.drawnFeatures, room.features);
        NativeFloats.copy(room.drawnLabels, room.labels);
        return network.computeGradient(room.features, room.labels) * count;
    }

    @Override
    public EvaluationSum evaluate(int virtualWorker) {
        double excess = 0;
        for (int i = 0; i < plan.spectrum().size(); i++) {
            double error = weights.get(i) - plan.optimum().get(i);
            excess += plan.spectrum().get(i) * error * error;
        }
        return new EvaluationSum(1, excess / 2, EvaluationSum.NO_CLASSES);
    }

    @Override
    public void beginAt(long step) {}

    @Override
    public Optional<EpochAuditReport> audit() {
        return Optional.empty();
    }
}
