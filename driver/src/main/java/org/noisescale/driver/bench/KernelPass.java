package org.noisescale.driver.bench;

/** A pass over a vector, whose time is measured. */
@FunctionalInterface
interface KernelPass {
    /** Does the pass; what it returns depends on what it computed, so that nothing is left out. */
    float run();
}
