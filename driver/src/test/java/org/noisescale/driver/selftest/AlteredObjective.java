package org.noisescale.driver.selftest;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.dataset.EpochAuditReport;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.objective.WorkerShare;

/** What workers compute, with a fault in it; travels to them as the right one does. */
record AlteredObjective(ObjectivePlan plan, ObjectiveFault.Kind fault) implements ObjectivePlan {
    private static final long serialVersionUID = 1;

    @Override
    public InitialModel initialModel() {
        return plan.initialModel();
    }

    @Override
    public Objective open(WorkerShare share) {
        return new Altered(plan.open(share), fault.begin(initialModel()));
    }

    /** One worker's. */
    private record Altered(Objective right, ObjectiveFault fault) implements Objective {
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
            return fault.examples(right.examples(virtualWorker));
        }

        @Override
        public double sumGradient(long step, int virtualWorker) {
            return fault.sumGradient(right, step, virtualWorker);
        }

        @Override
        public EvaluationSum evaluate(int virtualWorker) {
            return fault.evaluate(right, virtualWorker);
        }

        @Override
        public void beginAt(long step) {
            right.beginAt(step);
        }

        @Override
        public Optional<EpochAuditReport> audit() {
            return right.audit();
        }
    }
}
