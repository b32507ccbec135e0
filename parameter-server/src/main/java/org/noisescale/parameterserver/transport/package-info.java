/** Aeron: the only package that knows how messages travel. */
@NullMarked
package org.noisescale.parameterserver.transport;

import org.jspecify.annotations.NullMarked;
