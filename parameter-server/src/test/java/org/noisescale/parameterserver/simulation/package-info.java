/** Whole runs in one thread, over a scripted network, with a seed. */
@NullMarked
package org.noisescale.parameterserver.simulation;

import org.jspecify.annotations.NullMarked;
