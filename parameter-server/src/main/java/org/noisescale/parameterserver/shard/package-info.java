/** A shard of the parameter vector as a pure state machine. */
@NullMarked
package org.noisescale.parameterserver.shard;

import org.jspecify.annotations.NullMarked;
