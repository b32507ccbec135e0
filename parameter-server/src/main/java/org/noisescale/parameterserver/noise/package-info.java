/**
 * The noise meter: the trace of the gradient covariance and the squared gradient norm, from sums that travel anyway.
 */
@NullMarked
package org.noisescale.parameterserver.noise;

import org.jspecify.annotations.NullMarked;
