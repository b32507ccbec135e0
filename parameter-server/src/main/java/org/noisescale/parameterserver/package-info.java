/**
 * The parameter server. Workers push sums of gradients chunk by chunk; a shard adds them in a fixed tree, measures
 * their spread, applies the optimizer and sends the new parameters, all while the chunk is in cache.
 *
 * <p>The core is pure and can be fed by a test, a simulated network or Aeron alike:
 * {@link org.noisescale.parameterserver.layout layout} cuts the flat vector,
 * {@link org.noisescale.parameterserver.aggregation aggregation} adds, {@link org.noisescale.parameterserver.noise
 * noise} measures, {@link org.noisescale.parameterserver.optimizer optimizer} updates,
 * {@link org.noisescale.parameterserver.moments moments} are shared by normalised activations,
 * {@link org.noisescale.parameterserver.synchronization synchronization} decides what counts, and
 * {@link org.noisescale.parameterserver.shard shard} puts them together as a state machine.
 *
 * <p>The shell around it: {@link org.noisescale.parameterserver.protocol protocol} turns messages into bytes and back,
 * {@link org.noisescale.parameterserver.transport transport} moves them over Aeron,
 * {@link org.noisescale.parameterserver.service service} gives shards their threads, and
 * {@link org.noisescale.parameterserver.client client} is what a worker holds.
 */
@NullMarked
package org.noisescale.parameterserver;

import org.jspecify.annotations.NullMarked;
