/** Statistics of activations that virtual workers share in groups, as a state machine. */
@NullMarked
package org.noisescale.parameterserver.moments;

import org.jspecify.annotations.NullMarked;
