package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.moments.StatisticsContribution;
import org.noisescale.parameterserver.protocol.codec.ArrivalDecoder;
import org.noisescale.parameterserver.protocol.codec.ContributionDecoder;
import org.noisescale.parameterserver.protocol.codec.EvaluatedDecoder;
import org.noisescale.parameterserver.protocol.codec.FiguresDecoder;
import org.noisescale.parameterserver.protocol.codec.JoinDecoder;
import org.noisescale.parameterserver.protocol.codec.LeaveDecoder;
import org.noisescale.parameterserver.protocol.codec.PatienceDecoder;
import org.noisescale.parameterserver.protocol.codec.StatisticsDecoder;
import org.noisescale.parameterserver.shard.Contribution;
import org.noisescale.parameterserver.shard.Figures;

/** Turns the bytes that a shard receives into calls. What is malformed or of another run is counted and dropped. */
public final class ShardAdapter implements FrameHandler {
    private final long runId;
    private final Listener listener;
    private final FrameHeader header = new FrameHeader();
    private final JoinDecoder join = new JoinDecoder();
    private final ContributionFrame contribution = new ContributionFrame();
    private final FiguresFrame figures = new FiguresFrame();
    private final ArrivalDecoder arrival = new ArrivalDecoder();
    private final EvaluatedDecoder evaluated = new EvaluatedDecoder();
    private final PatienceDecoder patience = new PatienceDecoder();
    private final LeaveDecoder leave = new LeaveDecoder();
    private final StatisticsFrame statistics = new StatisticsFrame();
    private long dropped;

    /** An adapter for one run. */
    public ShardAdapter(long runId, Listener listener) {
        this.runId = runId;
        this.listener = listener;
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        boolean used = switch (header.template(buffer, offset, length)) {
            case JoinDecoder.TEMPLATE_ID -> onJoin(buffer, offset, length);
            case ContributionDecoder.TEMPLATE_ID -> onContribution(buffer, offset, length);
            case FiguresDecoder.TEMPLATE_ID -> onFigures(buffer, offset, length);
            case ArrivalDecoder.TEMPLATE_ID -> onArrival(buffer, offset, length);
            case EvaluatedDecoder.TEMPLATE_ID -> onEvaluated(buffer, offset, length);
            case PatienceDecoder.TEMPLATE_ID -> onPatience(buffer, offset, length);
            case LeaveDecoder.TEMPLATE_ID -> onLeave(buffer, offset, length);
            case StatisticsDecoder.TEMPLATE_ID -> onStatistics(buffer, offset, length);
            default -> false;
        };
        dropped += used ? 0 : 1;
    }

    private boolean onJoin(DirectBuffer buffer, int offset, int length) {
        if (header.blockLength() != JoinDecoder.BLOCK_LENGTH
                || length != FrameHeader.LENGTH + JoinDecoder.BLOCK_LENGTH) {
            return false;
        }
        join.wrap(buffer, offset + FrameHeader.LENGTH, JoinDecoder.BLOCK_LENGTH, JoinDecoder.SCHEMA_VERSION);
        if (join.runId() != runId) {
            return false;
        }
        listener.onJoin(join.worker(), join.attempt());
        return true;
    }

    private boolean onContribution(DirectBuffer buffer, int offset, int length) {
        if (header.blockLength() != ContributionDecoder.BLOCK_LENGTH
                || !contribution.wrap(buffer, offset, length)
                || contribution.runId() != runId) {
            return false;
        }
        listener.onContribution(contribution);
        return true;
    }

    private boolean onFigures(DirectBuffer buffer, int offset, int length) {
        if (!header.isWholeGroup(buffer, offset, length, FiguresDecoder.BLOCK_LENGTH, FiguresFrame.ENTRY_LENGTH)) {
            return false;
        }
        figures.wrap(buffer, offset);
        if (figures.runId() != runId) {
            return false;
        }
        listener.onFigures(figures);
        return true;
    }

    private boolean onArrival(DirectBuffer buffer, int offset, int length) {
        if (!isPlain(length, ArrivalDecoder.BLOCK_LENGTH)) {
            return false;
        }
        arrival.wrap(buffer, offset + FrameHeader.LENGTH, ArrivalDecoder.BLOCK_LENGTH, ArrivalDecoder.SCHEMA_VERSION);
        if (arrival.runId() != runId) {
            return false;
        }
        listener.onArrival(arrival.number(), arrival.worker(), arrival.turn(), arrival.timeNs());
        return true;
    }

    private boolean onEvaluated(DirectBuffer buffer, int offset, int length) {
        if (!isPlain(length, EvaluatedDecoder.BLOCK_LENGTH)) {
            return false;
        }
        evaluated.wrap(
                buffer, offset + FrameHeader.LENGTH, EvaluatedDecoder.BLOCK_LENGTH, EvaluatedDecoder.SCHEMA_VERSION);
        if (evaluated.runId() != runId || evaluated.finished() > 1) {
            return false;
        }
        listener.onEvaluated(evaluated.worker(), evaluated.version(), evaluated.finished() == 1);
        return true;
    }

    private boolean onPatience(DirectBuffer buffer, int offset, int length) {
        if (!isPlain(length, PatienceDecoder.BLOCK_LENGTH)) {
            return false;
        }
        patience.wrap(
                buffer, offset + FrameHeader.LENGTH, PatienceDecoder.BLOCK_LENGTH, PatienceDecoder.SCHEMA_VERSION);
        if (patience.runId() != runId) {
            return false;
        }
        listener.onPatience(patience.worker());
        return true;
    }

    private boolean onLeave(DirectBuffer buffer, int offset, int length) {
        if (!isPlain(length, LeaveDecoder.BLOCK_LENGTH)) {
            return false;
        }
        leave.wrap(buffer, offset + FrameHeader.LENGTH, LeaveDecoder.BLOCK_LENGTH, LeaveDecoder.SCHEMA_VERSION);
        if (leave.runId() != runId) {
            return false;
        }
        listener.onLeave(leave.worker());
        return true;
    }

    private boolean onStatistics(DirectBuffer buffer, int offset, int length) {
        if (header.blockLength() != StatisticsDecoder.BLOCK_LENGTH
                || !statistics.wrap(buffer, offset, length)
                || statistics.runId() != runId) {
            return false;
        }
        listener.onStatistics(statistics);
        return true;
    }

    /** Whether a message is nothing but a fixed part of this length. */
    private boolean isPlain(int length, int block) {
        return header.blockLength() == block && length == FrameHeader.LENGTH + block;
    }

    /** How many messages were malformed or foreign. */
    public long dropped() {
        return dropped;
    }

    /** What a shard is told. */
    public interface Listener {
        /** A worker wants to take part. */
        void onJoin(int worker, int attempt);

        /** A worker pushed; the argument is valid only during the call. */
        void onContribution(Contribution contribution);

        /** Another shard tells figures; the argument is valid only during the call. */
        void onFigures(Figures figures);

        /** The first shard says which push is the next. */
        default void onArrival(long number, int worker, long turn, long timeNs) {}

        /** A worker has evaluated a version; whether the driver said that the run is over with it. */
        default void onEvaluated(int worker, long version, boolean finished) {}

        /** A worker that has sent nothing for a while goes on. */
        default void onPatience(int worker) {}

        /** A worker goes, at the end of the run or for a reason that others tell. */
        default void onLeave(int worker) {}

        /** A worker shares statistics; the argument is valid only during the call. */
        default void onStatistics(StatisticsContribution contribution) {}
    }
}
