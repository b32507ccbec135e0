/** Curvature over the executors: Hessian products and gradients of single examples as Spark jobs. */
@NullMarked
package org.noisescale.driver.job.curvature;

import org.jspecify.annotations.NullMarked;
