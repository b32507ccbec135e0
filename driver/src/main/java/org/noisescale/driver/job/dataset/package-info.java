/** Datasets on Spark: read, checked, scaled, shuffled, and divided over the virtual workers. */
@NullMarked
package org.noisescale.driver.job.dataset;

import org.jspecify.annotations.NullMarked;
