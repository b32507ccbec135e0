/** What a worker optimizes, behind one small interface; and the noisy quadratic model. */
@NullMarked
package org.noisescale.worker.objective;

import org.jspecify.annotations.NullMarked;
