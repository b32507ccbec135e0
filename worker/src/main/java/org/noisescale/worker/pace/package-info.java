/** How long the work of a worker takes: laws that are drawn from where time is simulated. */
@NullMarked
package org.noisescale.worker.pace;

import org.jspecify.annotations.NullMarked;
