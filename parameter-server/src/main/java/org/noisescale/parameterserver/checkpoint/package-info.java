/** Checkpoints: states of shards on disk, from which a run goes on as if nothing had happened. */
@NullMarked
package org.noisescale.parameterserver.checkpoint;

import org.jspecify.annotations.NullMarked;
