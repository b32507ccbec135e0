package org.noisescale.parameterserver.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.moments.ExchangeKey;
import org.noisescale.parameterserver.moments.StatisticsContribution;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.shard.Contribution;
import org.noisescale.parameterserver.shard.Figures;

/** Writes down every call that an adapter makes, with everything that can be read during it. */
final class Transcript
        implements ShardAdapter.Listener, WorkerAdapter.Listener, ReportAdapter.Listener, VerdictAdapter.Listener {
    private final List<String> calls = new ArrayList<>();

    List<String> calls() {
        return calls;
    }

    @Override
    public void onJoin(int worker, int attempt) {
        calls.add("join " + worker + " " + attempt);
    }

    @Override
    public void onContribution(Contribution contribution) {
        float[] values = new float[contribution.valueCount()];
        contribution.valuesInto(values);
        double[] norms = new double[contribution.normCount()];
        contribution.normsInto(norms);
        calls.add("contribution " + contribution.worker() + " " + contribution.step() + " " + contribution.chunk() + " "
                + contribution.node() + " " + contribution.examples() + " " + Arrays.toString(norms) + " "
                + Arrays.toString(values));
    }

    @Override
    public void onFigures(Figures figures) {
        StringBuilder pieces = new StringBuilder();
        for (int i = 0; i < figures.count(); i++) {
            pieces.append(' ').append(figures.updateSquaredNorm(i)).append(' ').append(figures.parameterSquaredNorm(i));
        }
        calls.add("figures " + figures.shard() + " " + figures.step() + " " + figures.stage() + " "
                + figures.firstPiece() + pieces);
    }

    @Override
    public void onParameters(long version, int chunk, DirectBuffer buffer, int index, int bytes) {
        float[] values = new float[bytes / Float.BYTES];
        FloatBytes.read(buffer, index, values, values.length);
        calls.add("parameters " + version + " " + chunk + " " + Arrays.toString(values));
    }

    @Override
    public void onAverage(long version, int chunk, DirectBuffer buffer, int index, int bytes) {
        float[] values = new float[bytes / Float.BYTES];
        FloatBytes.read(buffer, index, values, values.length);
        calls.add("average " + version + " " + chunk + " " + Arrays.toString(values));
    }

    @Override
    public void onExamples(long step, long examples) {
        calls.add("examples " + step + " " + examples);
    }

    @Override
    public void onPiece(long step, int piece, PieceMeasurement measured) {
        calls.add("piece " + step + " " + piece + " " + measured.weightedSquaredNorm() + " " + measured.squaredNorm()
                + " " + measured.updateProduct() + " " + measured.updateSquaredNorm() + " "
                + measured.parameterSquaredNorm()
                + (Double.isNaN(measured.independentWeighted())
                        ? ""
                        : " " + measured.independentWeighted() + " " + measured.independentSquared()));
    }

    @Override
    public void onLoss(long step, int virtualWorker, long examples, double lossSum) {
        calls.add("loss " + step + " " + virtualWorker + " " + examples + " " + lossSum);
    }

    @Override
    public void onEvaluation(long version, int virtualWorker, EvaluationSum sum) {
        calls.add("evaluation " + version + " " + virtualWorker + " " + sum.examples() + " " + sum.lossSum() + " "
                + sum.correct()
                + sum.classes().map(tally -> " " + tally).orElse("")
                + sum.targets().map(errors -> " " + errors).orElse(""));
    }

    @Override
    public void onVerdict(long version, boolean finished) {
        calls.add("verdict " + version + " " + finished);
    }

    @Override
    public void onWorkerTiming(long step, WorkerTiming timing) {
        calls.add("timing " + step + " " + timing);
    }

    @Override
    public void onShardTiming(long step, ShardTiming timing) {
        calls.add("timing " + step + " " + timing);
    }

    @Override
    public void onReading(Reading reading) {
        UnsafeBuffer values = new UnsafeBuffer(new byte[reading.byteLength()]);
        reading.copyInto(values, 0);
        float[] floats = new float[reading.byteLength() / Float.BYTES];
        FloatBytes.read(values, 0, floats, floats.length);
        calls.add("reading " + reading.kind() + " " + reading.worker() + " " + reading.turn() + " " + reading.version()
                + " " + reading.chunk() + " " + Arrays.toString(floats));
    }

    @Override
    public void onStatistics(StatisticsContribution contribution) {
        calls.add("shared" + textOf(contribution));
    }

    @Override
    public void onStatistics(long step, int virtualWorker, StatisticsNoise noise) {
        calls.add("scatter " + step + " " + virtualWorker + " " + noise);
    }

    @Override
    public void onGroupStatistics(StatisticsContribution contribution) {
        calls.add("group's" + textOf(contribution));
    }

    private static String textOf(StatisticsContribution contribution) {
        double[] firsts = new double[contribution.channelCount()];
        double[] seconds = new double[contribution.channelCount()];
        contribution.sumsInto(firsts, seconds);
        ExchangeKey key = contribution.key();
        return " " + contribution.worker() + " " + key.step() + " " + key.position() + " " + key.groupSize() + " "
                + key.group() + " " + contribution.node() + " " + contribution.kind() + " " + contribution.count() + " "
                + contribution.channels() + " " + contribution.firstChannel() + " " + Arrays.toString(firsts) + " "
                + Arrays.toString(seconds);
    }

    @Override
    public void onLeave(int worker) {
        calls.add("leave of " + worker);
    }

    @Override
    public void onPatience() {
        calls.add("patience");
    }

    @Override
    public void onPatience(int worker) {
        calls.add("patience of " + worker);
    }

    @Override
    public void onArrival(long number, int worker, long turn, long timeNs) {
        calls.add("arrival " + number + " " + worker + " " + turn + " " + timeNs);
    }

    @Override
    public void onEvaluated(int worker, long version, boolean finished) {
        calls.add("evaluated " + worker + " " + version + " " + finished);
    }

    @Override
    public void onStop(String reason) {
        calls.add("stop " + reason);
    }
}
