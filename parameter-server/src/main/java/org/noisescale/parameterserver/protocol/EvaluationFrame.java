package org.noisescale.parameterserver.protocol;

import java.nio.ByteOrder;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.protocol.codec.EvaluationDecoder;

/** A received evaluation of one virtual worker. */
final class EvaluationFrame {
    private final EvaluationDecoder decoder = new EvaluationDecoder();
    private int countsIndex;
    private int countCount;
    private int figuresIndex;
    private int figureCount;

    /** Points at a frame whose header was checked; false if its parts do not fill it exactly. */
    boolean wrap(DirectBuffer buffer, int offset, int length) {
        int end = offset + length;
        int block = offset + FrameHeader.LENGTH;
        decoder.wrap(buffer, block, EvaluationDecoder.BLOCK_LENGTH, EvaluationDecoder.SCHEMA_VERSION);
        countsIndex = block + EvaluationDecoder.BLOCK_LENGTH + Integer.BYTES;
        int countBytes = FrameHeader.variableLength(buffer, countsIndex - Integer.BYTES, end);
        if (countBytes < 0) {
            return false;
        }
        figuresIndex = countsIndex + countBytes + Integer.BYTES;
        int figureBytes = FrameHeader.variableLength(buffer, figuresIndex - Integer.BYTES, end);
        countCount = countBytes / Integer.BYTES;
        figureCount = figureBytes / Double.BYTES;
        return figureBytes >= 0
                && figuresIndex + figureBytes == end
                && countCount * Integer.BYTES == countBytes
                && figureCount * Double.BYTES == figureBytes;
    }

    long runId() {
        return decoder.runId();
    }

    long version() {
        return decoder.version();
    }

    int virtualWorker() {
        return decoder.virtualWorker();
    }

    /** The figures; empty where the counts or the targets' figures cannot be what they say. */
    Optional<EvaluationSum> findSum() {
        Optional<ClassTally> classes = ClassTally.find(decoder.classes(), counts());
        Optional<TargetErrors> targets = TargetErrors.find(decoder.examples(), figures());
        boolean whole = classes.isPresent() == (decoder.classes() != 0 || countCount != 0)
                && targets.isPresent() == (figureCount != 0);
        return whole
                ? Optional.of(
                        new EvaluationSum(decoder.examples(), decoder.lossSum(), decoder.correct(), classes, targets))
                : Optional.empty();
    }

    private long[] counts() {
        long[] counts = new long[countCount];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = decoder.buffer().getInt(countsIndex + i * Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
        }
        return counts;
    }

    private double[] figures() {
        double[] figures = new double[figureCount];
        FloatBytes.read(decoder.buffer(), figuresIndex, figures, figureCount);
        return figures;
    }
}
