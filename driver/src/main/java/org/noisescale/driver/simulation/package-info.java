/**
 * A cluster in virtual time: the server's shards and the workers' gradients as they are, under a clock that jumps from
 * one arrival to the next. One thread, no network, the same bits every time.
 */
@NullMarked
package org.noisescale.driver.simulation;

import org.jspecify.annotations.NullMarked;
