package org.noisescale.driver.job;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.worker.dataset.EpochAuditReport;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.objective.WorkerShare;

/** What workers compute, but one of them is lost on the way, so many times in all. */
record FailingObjective(ObjectivePlan plan, Moment moment, Trouble trouble) implements ObjectivePlan {
    /** How many losses are still to come; all workers are threads of this JVM. */
    static final AtomicInteger LOSSES = new AtomicInteger();

    private static final long serialVersionUID = 1;

    /** When it happens. */
    enum Moment {
        BEFORE_JOINING,
        BEFORE_THE_FIRST_PUSH,
        BETWEEN_PUSHES,
        EVALUATING
    }

    /** What happens. */
    enum Trouble {
        LOST,
        WRONG;

        private RuntimeException newException() {
            return this == LOST
                    ? new RunAbortedException("lost on purpose")
                    : new IllegalStateException("wrong on purpose");
        }
    }

    private void happen(Moment now) {
        if (now == moment && LOSSES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw trouble.newException();
        }
    }

    @Override
    public InitialModel initialModel() {
        return plan.initialModel();
    }

    @Override
    public Objective open(WorkerShare share) {
        happen(Moment.BEFORE_JOINING);
        return new Failing(this, plan.open(share), share.range().first());
    }

    /** One worker's. */
    private record Failing(FailingObjective script, Objective right, int first) implements Objective {
        private static final int STEP = 13;

        @Override
        public ByteBuffer parameters() {
            return right.parameters();
        }

        @Override
        public ByteBuffer gradient() {
            return right.gradient();
        }

        @Override
        public int examples(int virtualWorker) {
            return right.examples(virtualWorker);
        }

        @Override
        public void beginAt(long step) {
            right.beginAt(step);
        }

        @Override
        public double sumGradient(long step, int virtualWorker) {
            if (step == STEP && first > 0) {
                script.happen(virtualWorker == first ? Moment.BEFORE_THE_FIRST_PUSH : Moment.BETWEEN_PUSHES);
            }
            return right.sumGradient(step, virtualWorker);
        }

        @Override
        public EvaluationSum evaluate(int virtualWorker) {
            script.happen(Moment.EVALUATING);
            return right.evaluate(virtualWorker);
        }

        @Override
        public Optional<EpochAuditReport> audit() {
            return right.audit();
        }
    }
}
