package org.noisescale.parameterserver.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderEncoder;

/** Evaluations with details. */
final class Evaluations {
    private static final int BLOCK_LENGTH = 52;

    private Evaluations() {}

    /** Of three examples of two classes: one of the first was taken for the second. */
    static EvaluationSum ofClasses() {
        ClassTally tally = ClassTally.empty(2);
        tally.observe(0, 0);
        tally.observe(0, 1);
        tally.observe(1, 1);
        return new EvaluationSum(3, 1.5, 2, Optional.of(tally), Optional.empty());
    }

    /** Of two examples with two targets, (1, 1) and (3, 8), predicted as (1.5, 0) and (3, 10). */
    static EvaluationSum ofTargets() {
        TargetErrors errors = TargetErrors.empty(2);
        errors.observe(new float[] {1, 1}, new float[] {1.5f, 0});
        errors.observe(new float[] {3, 8}, new float[] {3, 10});
        return new EvaluationSum(2, 0.25, EvaluationSum.NO_CLASSES, Optional.empty(), Optional.of(errors));
    }

    static EvaluationSum of(ClassTally tally) {
        return new EvaluationSum(0, 0, 0, Optional.of(tally), Optional.empty());
    }

    static EvaluationSum of(TargetErrors errors) {
        return new EvaluationSum(0, 0, EvaluationSum.NO_CLASSES, Optional.empty(), Optional.of(errors));
    }

    /** A message that says what it likes. */
    static byte[] message(long runId, int classes, int[] counts, int figures) {
        ByteBuffer message = ByteBuffer.allocate(8 + BLOCK_LENGTH + 8 + 4 * counts.length + 8 * figures)
                .order(ByteOrder.LITTLE_ENDIAN);
        message.putShort((short) BLOCK_LENGTH)
                .putShort((short) 6)
                .putShort((short) 7719)
                .putShort((short) MessageHeaderEncoder.SCHEMA_VERSION);
        message.putLong(runId).putLong(1).putLong(1).putDouble(1).putLong(1);
        message.putInt(0).putInt(0).putInt(classes);
        message.putInt(4 * counts.length);
        for (int count : counts) {
            message.putInt(count);
        }
        message.putInt(8 * figures);
        return message.array();
    }
}
