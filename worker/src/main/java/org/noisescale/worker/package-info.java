/** One worker: models and gradients, data batches, the training loop. */
@NullMarked
package org.noisescale.worker;

import org.jspecify.annotations.NullMarked;
