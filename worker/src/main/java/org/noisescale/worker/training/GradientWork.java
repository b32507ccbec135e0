package org.noisescale.worker.training;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.BooleanSupplier;
import org.noisescale.parameterserver.aggregation.PushSum;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.client.TurnSession;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.worker.objective.Objective;

/** A worker adds up the gradients of its virtual workers. */
final class GradientWork implements TurnWork {
    private final Objective objective;
    private final VirtualWorkerRange range;
    private final FloatBuffer gradient;
    private final float[] sum;
    private final PushSum total;
    private final long[] examples;
    private final double[] lossSums;

    GradientWork(Objective objective, VirtualWorkerRange range, ChunkPlan chunks) {
        this.objective = objective;
        this.range = range;
        gradient = objective.gradient().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        sum = new float[chunks.layout().length()];
        total = new PushSum(chunks);
        examples = new long[range.count()];
        lossSums = new double[range.count()];
    }

    @Override
    public boolean compute(long turn, BooleanSupplier goesOn) {
        total.clear();
        for (int i = 0; i < range.count(); i++) {
            examples[i] = objective.examples(range.first() + i);
            lossSums[i] = objective.sumGradient(turn, range.first() + i);
            gradient.get(0, sum);
            total.add(sum, examples[i]);
            if (!goesOn.getAsBoolean()) {
                return false;
            }
        }
        total.complete();
        return true;
    }

    @Override
    public void push(TurnSession session) {
        session.push(total);
        session.reportLosses(range.first(), examples, lossSums);
    }

    @Override
    public long examples() {
        return total.examples();
    }
}
