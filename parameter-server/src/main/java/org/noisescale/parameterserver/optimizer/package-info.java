/** Optimizers as chains of transforms over chunks of the flat parameter vector. */
@NullMarked
package org.noisescale.parameterserver.optimizer;

import org.jspecify.annotations.NullMarked;
