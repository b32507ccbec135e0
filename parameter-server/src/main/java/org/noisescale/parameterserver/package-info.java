/** The parameter server: protocol, shards, optimizers, aggregation, noise, transport. */
@NullMarked
package org.noisescale.parameterserver;

import org.jspecify.annotations.NullMarked;
