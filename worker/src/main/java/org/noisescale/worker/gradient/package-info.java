/** Gradients of Deeplearning4j networks. */
@NullMarked
package org.noisescale.worker.gradient;

import org.jspecify.annotations.NullMarked;
