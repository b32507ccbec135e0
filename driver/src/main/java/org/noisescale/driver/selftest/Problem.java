package org.noisescale.driver.selftest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.analysis.StudyResults;

/** A problem whose answer is known. */
public interface Problem {
    /** Its name, safe as the name of a folder. */
    String name();

    /**
     * The YAML of its study, without a name.
     *
     * @param folder where to leave what the study reads
     */
    String study(Path folder) throws IOException;

    /** Holds the results of the study against the truth. */
    List<Finding> judge(StudyResults results);
}
