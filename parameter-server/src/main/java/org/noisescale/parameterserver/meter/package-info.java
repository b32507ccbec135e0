/** Sums that one thread writes and others read. */
@NullMarked
package org.noisescale.parameterserver.meter;

import org.jspecify.annotations.NullMarked;
