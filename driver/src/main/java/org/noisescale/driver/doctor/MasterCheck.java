package org.noisescale.driver.doctor;

import java.util.Optional;
import org.noisescale.driver.job.SparkCluster;
import org.noisescale.driver.study.InputException;
import org.noisescale.parameterserver.diagnosis.Finding;

/**
 * Whether somebody answers at the place of Spark's master.
 *
 * @param trouble empty if so, or if only Spark itself can tell
 */
record MasterCheck(String url, Optional<String> trouble) {
    private static final String SUBJECT = "Spark master";

    static MasterCheck measure(String url) {
        try {
            SparkCluster.requireReachable(url);
            return new MasterCheck(url, Optional.empty());
        } catch (InputException e) {
            return new MasterCheck(url, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    Finding finding() {
        if (trouble.isPresent()) {
            return Finding.wrong(SUBJECT, trouble.get(), "noisescale cluster start starts one on this machine");
        }
        return url.startsWith("spark://")
                ? Finding.good(SUBJECT, "somebody answers at " + url)
                : Finding.unknown(SUBJECT, "whether " + url + " has room shows when Spark asks it");
    }
}
