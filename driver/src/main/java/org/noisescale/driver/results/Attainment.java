package org.noisescale.driver.results;

import org.noisescale.driver.study.Target;

/** What became of a run's target. */
public enum Attainment {
    /** There was none. */
    NO_TARGET,
    /** The last evaluation reached it; the run ended there. */
    REACHED,
    /** No evaluation reached it. */
    NOT_REACHED;

    /** What the last evaluation of a run amounts to. */
    public static Attainment of(Target target, Evaluation last) {
        if (target instanceof Target.None) {
            return NO_TARGET;
        }
        return target.isReachedAt(last.loss(), last.accuracy()) ? REACHED : NOT_REACHED;
    }
}
