package org.noisescale.driver.job;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.noisescale.driver.results.StalenessReport;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.SynchronizationPlan;

/** What the manifest says of the order of a run's pushes. */
final class ArrivalFacts {
    private ArrivalFacts() {}

    static Map<String, Object> of(RunPlan run, StalenessReport staleness) {
        SynchronizationPlan synchronization =
                run.configuration().training().cluster().synchronization();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cluster", run.configuration().training().cluster().isSimulated() ? "simulated" : "real");
        facts.put("synchronization", synchronization.rule());
        facts.put("convention", synchronization.asynchrony().convention().name().toLowerCase(Locale.ROOT));
        if (synchronization.isReplay()) {
            facts.put("replay_sha256", ReplayLog.source(synchronization).sha256());
        }
        RecordedTimes.find(run.configuration().training())
                .ifPresent(source -> facts.put("compute_time_sha256", source.sha256()));
        facts.put("pushes_applied", staleness.applied());
        facts.put("staleness_applied", staleness.sum());
        facts.put("staleness_in_flight", staleness.inFlight());
        facts.put("pushes_discarded", staleness.discards());
        facts.put("gradients_cancelled", staleness.cancellations());
        return facts;
    }
}
