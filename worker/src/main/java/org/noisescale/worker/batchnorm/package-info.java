/** Normalisation of activations by the statistics of a batch. */
@NullMarked
package org.noisescale.worker.batchnorm;

import org.jspecify.annotations.NullMarked;
