package org.noisescale.parameterserver.simulation;

/** Says how a run that went wrong is run again. */
final class Replay {
    private Replay() {}

    /** Does something; a failure names the command that does it once more. */
    static void naming(Class<?> test, long seed, Runnable run) {
        try {
            run.run();
        } catch (AssertionError | IllegalStateException | IndexOutOfBoundsException wrong) {
            throw new AssertionError(
                    "seed " + seed + "; replay it with mvn test -pl parameter-server -Dtest=" + test.getSimpleName()
                            + " -Dnoisescale.simulation.seed=" + seed + "\n" + wrong.getMessage(),
                    wrong);
        }
    }
}
