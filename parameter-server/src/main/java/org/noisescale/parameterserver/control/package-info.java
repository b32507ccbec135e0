/**
 * How a driver uses server processes: it makes itself known, opens its runs on all of them, and both sides notice
 * within seconds when the other is gone.
 *
 * <p>A handshake (hello, challenge, proof, welcome) is followed by heartbeats; a run's plan and parameters travel in
 * pieces, and its parameters back at the end. Workers take no part: they meet the shards on the run's own streams.
 */
@NullMarked
package org.noisescale.parameterserver.control;

import org.jspecify.annotations.NullMarked;
