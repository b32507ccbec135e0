package org.noisescale.parameterserver.optimizer;

/** One link of the chain that turns the mean gradient of a segment into its update. */
sealed interface Link permits Transform, Rescaling {}
