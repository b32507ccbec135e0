package org.noisescale.parameterserver.protocol;

import java.nio.ByteOrder;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.noisescale.parameterserver.protocol.codec.ContributionEncoder;
import org.noisescale.parameterserver.protocol.codec.EvaluatedEncoder;
import org.noisescale.parameterserver.protocol.codec.EvaluationEncoder;
import org.noisescale.parameterserver.protocol.codec.JoinEncoder;
import org.noisescale.parameterserver.protocol.codec.LeaveEncoder;
import org.noisescale.parameterserver.protocol.codec.LossesEncoder;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderEncoder;
import org.noisescale.parameterserver.protocol.codec.PatienceEncoder;
import org.noisescale.parameterserver.protocol.codec.WorkerTimingEncoder;

/** What a worker says, as bytes. */
public final class WorkerPublisher {
    private static final int INITIAL_BYTES = 4096;
    /** Keeps a message below an eighth of a term buffer, the most that Aeron takes. */
    private static final int ENTRIES_MAX = 512;

    private static final double[] NO_FIGURES = {};

    private final long runId;
    private final int worker;
    private final int attempt;
    private final MutableDirectBuffer buffer = new ExpandableDirectByteBuffer(INITIAL_BYTES);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final JoinEncoder join = new JoinEncoder();
    private final ContributionEncoder contribution = new ContributionEncoder();
    private final EvaluatedEncoder evaluated = new EvaluatedEncoder();
    private final PatienceEncoder patience = new PatienceEncoder();
    private final LeaveEncoder leave = new LeaveEncoder();
    private final LossesEncoder losses = new LossesEncoder();
    private final EvaluationEncoder evaluation = new EvaluationEncoder();
    private final WorkerTimingEncoder timing = new WorkerTimingEncoder();

    /** A publisher for one attempt of one worker of a run. */
    public WorkerPublisher(long runId, int worker, int attempt) {
        this.runId = runId;
        this.worker = worker;
        this.attempt = attempt;
    }

    /** Asks a shard for the parameters. */
    public void join(FrameSink shard) {
        join.wrapAndApplyHeader(buffer, 0, header).runId(runId).worker(worker).attempt(attempt);
        shard.send(buffer, join.limit(), buffer, 0, 0);
    }

    /** Begins a push; {@code examples} is the count behind the sum at {@code node}. It is for the update. */
    public WorkerPublisher contribution(long step, int chunk, int node, long examples) {
        contribution
                .wrapAndApplyHeader(buffer, 0, header)
                .runId(runId)
                .step(step)
                .examples(examples)
                .worker(worker)
                .attempt(attempt)
                .chunk(chunk)
                .node(node)
                .kind(ContributionFrame.UPDATE);
        return this;
    }

    /** Makes it a push that is measured only. */
    public WorkerPublisher asProbe() {
        contribution.kind(ContributionFrame.PROBE);
        return this;
    }

    /**
     * Sends the push with its weighted squared norms (none for a single virtual worker) and the bytes of its floats.
     */
    public void send(FrameSink shard, double[] norms, int normCount, DirectBuffer values, int index, int bytes) {
        int position = contribution.limit();
        buffer.putInt(position, normCount * Double.BYTES, ByteOrder.LITTLE_ENDIAN);
        position += Integer.BYTES;
        for (int i = 0; i < normCount; i++, position += Double.BYTES) {
            buffer.putDouble(position, norms[i], ByteOrder.LITTLE_ENDIAN);
        }
        buffer.putInt(position, bytes, ByteOrder.LITTLE_ENDIAN);
        shard.send(buffer, position + Integer.BYTES, values, index, bytes);
    }

    /** Reports the losses of a step: one entry for each virtual worker from {@code firstVirtualWorker} on. */
    public void losses(FrameSink driver, long step, int firstVirtualWorker, long[] examples, double[] lossSums) {
        for (int first = 0; first < examples.length; first += ENTRIES_MAX) {
            int end = Math.min(examples.length, first + ENTRIES_MAX);
            LossesEncoder.EntriesEncoder entries = losses.wrapAndApplyHeader(buffer, 0, header)
                    .runId(runId)
                    .step(step)
                    .worker(worker)
                    .entriesCount(end - first);
            for (int i = first; i < end; i++) {
                entries.next()
                        .virtualWorker(firstVirtualWorker + i)
                        .examples(examples[i])
                        .lossSum(lossSums[i]);
            }
            driver.send(buffer, losses.limit(), buffer, 0, 0);
        }
    }

    /** Tells a shard that a version is evaluated, and whether the driver said that the run is over with it. */
    public void evaluated(FrameSink shard, long version, boolean finished) {
        evaluated
                .wrapAndApplyHeader(buffer, 0, header)
                .runId(runId)
                .version(version)
                .worker(worker)
                .finished((short) (finished ? 1 : 0));
        shard.send(buffer, evaluated.limit(), buffer, 0, 0);
    }

    /** Tells a shard that the worker is there, and goes on. */
    public void patience(FrameSink shard) {
        patience.wrapAndApplyHeader(buffer, 0, header).runId(runId).worker(worker);
        shard.send(buffer, patience.limit(), buffer, 0, 0);
    }

    /** Takes leave of a shard, if that is possible at once. */
    public boolean offerLeave(FrameOutlet shard) {
        leave.wrapAndApplyHeader(buffer, 0, header).runId(runId).worker(worker);
        return shard.offer(buffer, leave.limit());
    }

    /** Reports where the time of a step went. */
    public void timing(FrameSink driver, long step, WorkerTiming spent) {
        timing.wrapAndApplyHeader(buffer, 0, header)
                .runId(runId)
                .step(step)
                .worker(spent.worker())
                .computeNs(spent.computeNs())
                .pushNs(spent.pushNs())
                .waitNs(spent.waitNs())
                .backPressureNs(spent.backPressureNs());
        driver.send(buffer, timing.limit(), buffer, 0, 0);
    }

    /** Reports figures on held-out examples: a message for each virtual worker from {@code firstVirtualWorker} on. */
    public void evaluation(FrameSink driver, long version, int firstVirtualWorker, List<EvaluationSum> sums) {
        for (int i = 0; i < sums.size(); i++) {
            EvaluationSum sum = sums.get(i);
            evaluation
                    .wrapAndApplyHeader(buffer, 0, header)
                    .runId(runId)
                    .version(version)
                    .examples(sum.examples())
                    .lossSum(sum.lossSum())
                    .correct(sum.correct())
                    .worker(worker)
                    .virtualWorker(firstVirtualWorker + i)
                    .classes(sum.classes().map(ClassTally::classCount).orElse(0));
            int counts = evaluation.limit();
            int targets = sum.classes()
                    .map(tally -> putInts(tally.counts(), counts))
                    .orElseGet(() -> putDoubles(NO_FIGURES, counts));
            int end = putDoubles(sum.targets().map(TargetErrors::figures).orElse(NO_FIGURES), targets);
            driver.send(buffer, end, buffer, 0, 0);
        }
    }

    /** Writes counts behind their length; answers where they end. */
    private int putInts(long[] counts, int index) {
        buffer.putInt(index, counts.length * Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
        int position = index + Integer.BYTES;
        for (long count : counts) {
            buffer.putInt(position, Math.toIntExact(count), ByteOrder.LITTLE_ENDIAN);
            position += Integer.BYTES;
        }
        return position;
    }

    private int putDoubles(double[] figures, int index) {
        buffer.putInt(index, figures.length * Double.BYTES, ByteOrder.LITTLE_ENDIAN);
        int position = index + Integer.BYTES;
        for (double figure : figures) {
            buffer.putDouble(position, figure, ByteOrder.LITTLE_ENDIAN);
            position += Double.BYTES;
        }
        return position;
    }
}
