package org.noisescale.deploy;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/** Networks, mounts and processes of one's own, which the kernel gives to root. */
public final class NameSpaces {
    private NameSpaces() {}

    /** Says in the test's report why a test that needs them did not run. */
    public static void assumeThatTheyCanBeMade() throws IOException, InterruptedException {
        Process trial = new ProcessBuilder("unshare", "--mount", "--net", "--pid", "--fork", "true").start();
        Assumptions.assumeTrue(trial.waitFor() == 0, "name spaces cannot be made here");
    }
}
