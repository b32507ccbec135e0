package org.noisescale.driver.selftest;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.noisescale.parameterserver.noise.SquaredNorm;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.Objective;

/** A wrong way for one worker to do the work of an objective, given the right one. */
interface ObjectiveFault {
    /**
     * |s|² of the first virtual worker's sum by step, for a meter that looks at nothing else; of the run in progress.
     */
    Map<Long, Double> FIRST_SQUARED_NORMS = new ConcurrentHashMap<>();

    default int examples(int right) {
        return right;
    }

    default double sumGradient(Objective right, long step, int virtualWorker) {
        return right.sumGradient(step, virtualWorker);
    }

    default EvaluationSum evaluate(Objective right, int virtualWorker) {
        return right.evaluate(virtualWorker);
    }

    /** Every fault. */
    enum Kind {
        /** Gradients belong to the parameters of the step before; the loss does not. */
        STALE_BY_ONE,
        /** All slices count as one example, their mean gradient. */
        SLICES_TAKEN_FOR_EQUAL,
        /** Sums are clipped before anybody takes their norm. */
        CLIPPED_BY_THE_WORKER,
        /** The average that is evaluated began at zero and was not corrected for it. */
        AVERAGE_FROM_ZERO,
        /** None; but the norm of one virtual worker's sum becomes known. */
        FIRST_NORM_TOLD;

        ObjectiveFault begin(InitialModel model) {
            return switch (this) {
                case STALE_BY_ONE -> new StaleByOne(model.parameters());
                case SLICES_TAKEN_FOR_EQUAL -> new SlicesTakenForEqual();
                case CLIPPED_BY_THE_WORKER -> new ClippedByTheWorker();
                case AVERAGE_FROM_ZERO -> new AverageFromZero(model.parameters());
                case FIRST_NORM_TOLD -> new FirstNormTold();
            };
        }
    }

    private static float[] copy(FloatBuffer floats) {
        float[] values = new float[floats.capacity()];
        floats.get(0, values);
        return values;
    }

    /** Keeps the parameters of two steps. */
    final class StaleByOne implements ObjectiveFault {
        private float[] before;
        private float[] present;
        private long presentStep = -1;

        private StaleByOne(float[] initial) {
            before = initial;
            present = initial;
        }

        @Override
        public double sumGradient(Objective right, long step, int virtualWorker) {
            FloatBuffer theta = right.parameters().asFloatBuffer();
            if (step != presentStep) {
                before = present;
                present = copy(theta);
                presentStep = step;
            }
            double loss = right.sumGradient(step, virtualWorker);
            theta.put(0, before);
            right.sumGradient(step, virtualWorker);
            theta.put(0, present);
            return loss;
        }
    }

    /** Divides by the slice's size. */
    final class SlicesTakenForEqual implements ObjectiveFault {
        @Override
        public int examples(int right) {
            return 1;
        }

        @Override
        public double sumGradient(Objective right, long step, int virtualWorker) {
            double loss = right.sumGradient(step, virtualWorker);
            int examples = right.examples(virtualWorker);
            scale(right.gradient().asFloatBuffer(), 1.0f / examples);
            return loss / examples;
        }
    }

    /** To the threshold that the study has for the server. */
    final class ClippedByTheWorker implements ObjectiveFault {
        @Override
        public double sumGradient(Objective right, long step, int virtualWorker) {
            double loss = right.sumGradient(step, virtualWorker);
            FloatBuffer gradient = right.gradient().asFloatBuffer();
            double norm = Math.sqrt(SquaredNorm.of(copy(gradient), 0, gradient.capacity()));
            double most = GaussianMeter.CLIPPING_THRESHOLD * right.examples(virtualWorker);
            scale(gradient, (float) Math.min(1, most / norm));
            return loss;
        }
    }

    /** Takes off what the right average still has of the initial parameters. */
    final class AverageFromZero implements ObjectiveFault {
        private final float[] initial;
        private long updates;

        private AverageFromZero(float[] initial) {
            this.initial = initial;
        }

        @Override
        public double sumGradient(Objective right, long step, int virtualWorker) {
            updates = step + 1;
            return right.sumGradient(step, virtualWorker);
        }

        @Override
        public EvaluationSum evaluate(Objective right, int virtualWorker) {
            FloatBuffer theta = right.parameters().asFloatBuffer();
            float[] average = copy(theta);
            double left = Math.pow(AveragedPath.DECAY, (double) updates);
            for (int i = 0; i < initial.length; i++) {
                theta.put(i, (float) (average[i] - left * initial[i]));
            }
            EvaluationSum sum = right.evaluate(virtualWorker);
            theta.put(0, average);
            return sum;
        }
    }

    /** Tells of virtual worker 0. */
    final class FirstNormTold implements ObjectiveFault {
        @Override
        public double sumGradient(Objective right, long step, int virtualWorker) {
            double loss = right.sumGradient(step, virtualWorker);
            if (virtualWorker == 0) {
                float[] sum = copy(right.gradient().asFloatBuffer());
                FIRST_SQUARED_NORMS.put(step, SquaredNorm.of(sum, 0, sum.length));
            }
            return loss;
        }
    }

    private static void scale(FloatBuffer values, float factor) {
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, values.get(i) * factor);
        }
    }
}
