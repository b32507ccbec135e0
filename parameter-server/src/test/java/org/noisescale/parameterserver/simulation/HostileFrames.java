package org.noisescale.parameterserver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.codec.ContributionDecoder;
import org.noisescale.parameterserver.protocol.codec.EvaluationDecoder;
import org.noisescale.parameterserver.protocol.codec.FiguresDecoder;
import org.noisescale.parameterserver.protocol.codec.JoinDecoder;
import org.noisescale.parameterserver.protocol.codec.LossesDecoder;
import org.noisescale.parameterserver.protocol.codec.MeasurementDecoder;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderDecoder;
import org.noisescale.parameterserver.protocol.codec.ParametersDecoder;
import org.noisescale.parameterserver.protocol.codec.StopDecoder;
import org.noisescale.parameterserver.protocol.codec.VerdictDecoder;

/**
 * Somebody who sends every party frames that it must not act on, between those that it gets anyway: noise, frames of
 * all kinds that were heard before at any party, and such frames with a length, a name, a number or a place that cannot
 * be. None may throw, allocate more than its own length explains, or change the run.
 */
final class HostileFrames implements Fault {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int FRAMES_KEPT = 300;
    private static final int NOISE_MAX = 200;
    private static final int EXTRA_MAX = 40;
    private static final int MARGIN = 16;
    /** A frame of a step that nobody has heard of opens its collection; logs and strings of a stop are small, too. */
    private static final long BYTES_ALLOWED = 64 * 1024;

    private static final int[] INTS = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20, -77};
    private static final long[] LONGS = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 50, -77};

    private final SplittableRandom random;
    private final int frequency;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<byte[]> heard = new ArrayList<>();
    private long sent;

    /** So many hostile frames before each other one. */
    HostileFrames(SplittableRandom random, int frequency) {
        this.random = random;
        this.frequency = frequency;
    }

    /** How many were sent. */
    long sent() {
        return sent;
    }

    @Override
    public FrameHandler before(FrameHandler handler, Address address, AttemptPlan plan) {
        return (buffer, offset, length) -> {
            byte[] frame = new byte[length];
            buffer.getBytes(offset, frame);
            keep(frame);
            for (int i = 0; i < frequency; i++) {
                attack(handler, plan);
            }
            handler.onFrame(buffer, offset, length);
        };
    }

    private void keep(byte[] frame) {
        if (heard.size() < FRAMES_KEPT) {
            heard.add(frame);
        } else {
            heard.set(random.nextInt(FRAMES_KEPT), frame);
        }
    }

    private void attack(FrameHandler handler, AttemptPlan plan) {
        byte[] frame = hostile(heard.get(random.nextInt(heard.size())).clone());
        if (isOfRun(frame, plan) && template(frame) == StopDecoder.TEMPLATE_ID) {
            return;
        }
        byte[] memory = new byte[MARGIN + frame.length + MARGIN];
        System.arraycopy(frame, 0, memory, MARGIN, frame.length);
        UnsafeBuffer buffer = new UnsafeBuffer(memory);
        long before = threads.getCurrentThreadAllocatedBytes();
        handler.onFrame(buffer, MARGIN, frame.length);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(BYTES_ALLOWED + 8L * frame.length);
        sent++;
    }

    private static boolean isOfRun(byte[] frame, AttemptPlan plan) {
        return frame.length >= HEADER + Long.BYTES
                && new UnsafeBuffer(frame).getLong(HEADER, ByteOrder.LITTLE_ENDIAN)
                        == plan.server().runId();
    }

    private static int template(byte[] frame) {
        return new UnsafeBuffer(frame)
                .getShort(MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] hostile(byte[] frame) {
        return switch (random.nextInt(7)) {
            case 0 -> noise();
            case 1 -> Arrays.copyOf(frame, random.nextInt(frame.length));
            case 2 -> Arrays.copyOf(frame, frame.length + 1 + random.nextInt(EXTRA_MAX));
            case 3 -> withHeader(frame);
            case 4 -> withLong(frame, HEADER);
            case 5 -> withWrongPlace(frame);
            default -> frame;
        };
    }

    private byte[] noise() {
        byte[] frame = new byte[random.nextInt(NOISE_MAX)];
        random.nextBytes(frame);
        return frame;
    }

    /** With another block length, template, schema or version. */
    private byte[] withHeader(byte[] frame) {
        int field = 2 * random.nextInt(HEADER / 2);
        UnsafeBuffer buffer = new UnsafeBuffer(frame);
        short was = buffer.getShort(field, ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(field, (short) (was + 1 + random.nextInt(0xfffe)), ByteOrder.LITTLE_ENDIAN);
        return frame;
    }

    private byte[] withLong(byte[] frame, int index) {
        new UnsafeBuffer(frame).putLong(index, LONGS[random.nextInt(LONGS.length)], ByteOrder.LITTLE_ENDIAN);
        return frame;
    }

    private byte[] withInt(byte[] frame, int index) {
        new UnsafeBuffer(frame).putInt(index, INTS[random.nextInt(INTS.length)], ByteOrder.LITTLE_ENDIAN);
        return frame;
    }

    private byte[] withWrongPlace(byte[] frame) {
        return switch (template(frame)) {
            case JoinDecoder.TEMPLATE_ID -> withInt(frame, HEADER + JoinDecoder.workerEncodingOffset());
            case ContributionDecoder.TEMPLATE_ID -> withWrongContribution(frame);
            case ParametersDecoder.TEMPLATE_ID -> withWrongParameters(frame);
            case MeasurementDecoder.TEMPLATE_ID -> withWrongMeasurement(frame);
            case FiguresDecoder.TEMPLATE_ID -> withWrongFigures(frame);
            case LossesDecoder.TEMPLATE_ID -> withWrongLosses(frame);
            case EvaluationDecoder.TEMPLATE_ID -> withWrongEvaluation(frame);
            case VerdictDecoder.TEMPLATE_ID -> withLong(frame, HEADER + VerdictDecoder.versionEncodingOffset());
            default -> noise();
        };
    }

    private byte[] withWrongContribution(byte[] frame) {
        return switch (random.nextInt(6)) {
            case 0 -> withLong(frame, HEADER + ContributionDecoder.stepEncodingOffset());
            case 1 -> withLong(frame, HEADER + ContributionDecoder.examplesEncodingOffset());
            case 2 -> withInt(frame, HEADER + ContributionDecoder.workerEncodingOffset());
            case 3 -> withInt(frame, HEADER + ContributionDecoder.chunkEncodingOffset());
            case 4 -> withInt(frame, HEADER + ContributionDecoder.nodeEncodingOffset());
            default -> withInt(frame, HEADER + ContributionDecoder.BLOCK_LENGTH);
        };
    }

    private byte[] withWrongParameters(byte[] frame) {
        return switch (random.nextInt(4)) {
            case 0 -> withLong(frame, HEADER + ParametersDecoder.versionEncodingOffset());
            case 1 -> withInt(frame, HEADER + ParametersDecoder.chunkEncodingOffset());
            case 2 -> withInt(frame, HEADER + ParametersDecoder.kindEncodingOffset());
            default -> withInt(frame, HEADER + ParametersDecoder.BLOCK_LENGTH);
        };
    }

    private byte[] withWrongMeasurement(byte[] frame) {
        return switch (random.nextInt(3)) {
            case 0 -> withLong(frame, HEADER + MeasurementDecoder.stepEncodingOffset());
            case 1 -> withInt(frame, HEADER + MeasurementDecoder.firstPieceEncodingOffset());
            default -> withInt(frame, HEADER + MeasurementDecoder.BLOCK_LENGTH);
        };
    }

    private byte[] withWrongFigures(byte[] frame) {
        return switch (random.nextInt(5)) {
            case 0 -> withLong(frame, HEADER + FiguresDecoder.stepEncodingOffset());
            case 1 -> withInt(frame, HEADER + FiguresDecoder.shardEncodingOffset());
            case 2 -> withInt(frame, HEADER + FiguresDecoder.stageEncodingOffset());
            case 3 -> withInt(frame, HEADER + FiguresDecoder.firstPieceEncodingOffset());
            default -> withInt(frame, HEADER + FiguresDecoder.BLOCK_LENGTH);
        };
    }

    /** Of an entry the virtual worker or the count of its examples is wrong. */
    private byte[] withWrongLosses(byte[] frame) {
        int entries = HEADER + LossesDecoder.BLOCK_LENGTH + LossesDecoder.EntriesDecoder.HEADER_SIZE;
        int entryLength = LossesDecoder.EntriesDecoder.sbeBlockLength();
        return switch (random.nextInt(3)) {
            case 0 -> withLong(frame, HEADER + LossesDecoder.stepEncodingOffset());
            case 1 -> withInt(frame, HEADER + LossesDecoder.BLOCK_LENGTH);
            default ->
                random.nextBoolean()
                        ? withInt(frame, entries + random.nextInt((frame.length - entries) / entryLength) * entryLength)
                        : noise();
        };
    }

    private byte[] withWrongEvaluation(byte[] frame) {
        return switch (random.nextInt(4)) {
            case 0 -> withLong(frame, HEADER + EvaluationDecoder.versionEncodingOffset());
            case 1 -> withInt(frame, HEADER + EvaluationDecoder.virtualWorkerEncodingOffset());
            case 2 -> withInt(frame, HEADER + EvaluationDecoder.classesEncodingOffset());
            default -> withInt(frame, HEADER + EvaluationDecoder.BLOCK_LENGTH);
        };
    }
}
