/** The loop of one worker. */
@NullMarked
package org.noisescale.worker.training;

import org.jspecify.annotations.NullMarked;
