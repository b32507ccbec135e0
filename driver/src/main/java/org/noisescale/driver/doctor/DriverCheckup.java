package org.noisescale.driver.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.TrainingPlan.Cluster;
import org.noisescale.parameterserver.diagnosis.Checkup;
import org.noisescale.parameterserver.diagnosis.Finding;

/**
 * What is looked at where studies are started, and where workers compute.
 *
 * @param checkup what every process needs
 * @param master Spark's, if one is named
 */
public record DriverCheckup(Checkup checkup, Optional<String> master) {
    /** What the largest run of a study needs. */
    public static Checkup of(Study study) {
        List<Cluster> clusters = study.runs().stream()
                .map(RunPlan::configuration)
                .map(configuration -> configuration.training().cluster())
                .filter(cluster -> !cluster.isSimulated())
                .toList();
        int workers = clusters.stream().mapToInt(Cluster::workers).max().orElse(1);
        int shards = clusters.stream().mapToInt(Cluster::shards).max().orElse(1);
        int offered = Math.max(1, study.servers().size());
        return new Checkup(workers, Math.max(shards, offered), study.servers(), Optional.empty());
    }

    /** Looks at everything; loads the native libraries. */
    public List<Finding> findings() throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>(checkup.findings());
        findings.add(BlasCheck.measure().finding());
        master.map(url -> MasterCheck.measure(url).finding()).ifPresent(findings::add);
        return findings;
    }

    /** Only loads the native libraries, which unpacks them where they are not. */
    public static Finding natives() {
        return BlasCheck.measure().finding();
    }
}
