package org.noisescale.driver.study;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.noisescale.parameterserver.synchronization.Admission;
import org.noisescale.parameterserver.synchronization.Progress;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationRule;

/** An update takes the fastest share of the workers; the others are cancelled. */
public final class MajorityRule implements SynchronizationRule {
    @Override
    public String name() {
        return "majority";
    }

    @Override
    public Map<String, Double> settings() {
        return Map.of("share", 0.5); // what a study may set, with defaults
    }

    @Override
    public SynchronizationPolicy policy(ToDoubleFunction<String> setting) {
        return new Majority(setting.applyAsDouble("share"));
    }

    private record Majority(double share) implements SynchronizationPolicy {
        @Override
        public Admission admit(long read, long version) { // the versions that a push was computed at, and is now
            return read == version ? Admission.ADMIT : Admission.STALE;
        }

        @Override
        public int quorum(int workers) { // how many pushes make an update
            return Math.max(1, (int) Math.ceil(share * workers));
        }

        @Override
        public boolean mayBegin(int worker, Progress progress) { // whether an idle worker may read and begin
            return !progress.contributes(worker);
        }

        @Override
        public boolean cancels() { // whether an update ends the work of the others
            return true;
        }
    }
}
