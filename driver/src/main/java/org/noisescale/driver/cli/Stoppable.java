package org.noisescale.driver.cli;

/** A command that ends early when the process is asked to end. */
interface Stoppable {
    /** Whether somebody asked this process to end, so that nothing that fails from then on is news. */
    boolean isStopped();
}
