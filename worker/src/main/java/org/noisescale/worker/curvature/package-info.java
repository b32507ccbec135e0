/** Gradients in double precision at any parameters, and second derivatives as their differences. */
@NullMarked
package org.noisescale.worker.curvature;

import org.jspecify.annotations.NullMarked;
