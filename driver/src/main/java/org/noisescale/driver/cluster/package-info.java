/** A cluster of processes on this machine: what is started, what is alive, and how it ends. */
@NullMarked
package org.noisescale.driver.cluster;

import org.jspecify.annotations.NullMarked;
