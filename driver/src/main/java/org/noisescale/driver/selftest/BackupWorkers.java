package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.StudyResults;

/** Eight gradients of 8 + b exponential workers (Chen et al. 2016, arXiv:1604.00981) take H_{8+b} − H_b. */
record BackupWorkers() implements Problem {
    private static final int NEEDED = 8;
    private static final int STEPS = 4_000;
    private static final List<Integer> BACKUPS = List.of(0, 1, 2, 4);

    @Override
    public String name() {
        return "backup-workers";
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, dimension: 1}
                optimizer: {kind: sgd, learningRate: 0.01}
                training: {cluster: simulated, batchSize: 48, steps: %d, seeds: [1], evaluateEvery: 0,
                  synchronization: {rule: k-sync, quorum: %d}}
                sweep: {training.workers: %s}
                """.formatted(
                STEPS, NEEDED, BACKUPS.stream().map(backup -> NEEDED + backup).toList());
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        return IntStream.range(0, BACKUPS.size())
                .mapToObj(i -> {
                    int backup = BACKUPS.get(i);
                    double variance =
                            VirtualStudy.harmonicSquared(NEEDED + backup) - VirtualStudy.harmonicSquared(backup);
                    return Finding.scattering(
                            "seconds, " + backup + " backups",
                            VirtualStudy.harmonic(NEEDED + backup) - VirtualStudy.harmonic(backup),
                            VirtualStudy.seconds(results.runs().get(i)) / STEPS,
                            Math.sqrt(variance / STEPS));
                })
                .toList();
    }
}
