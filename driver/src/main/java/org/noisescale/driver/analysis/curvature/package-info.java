/** The curvature of a loss at given parameters, and the gradient noise seen against it; pure mathematics. */
@NullMarked
package org.noisescale.driver.analysis.curvature;

import org.jspecify.annotations.NullMarked;
