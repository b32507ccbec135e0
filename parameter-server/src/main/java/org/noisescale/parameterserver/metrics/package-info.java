/** Figures for Prometheus about what goes on, and whether it does. */
@NullMarked
package org.noisescale.parameterserver.metrics;

import org.jspecify.annotations.NullMarked;
