/** Spark: the session, the job that trains, the runs of a study. */
@NullMarked
package org.noisescale.driver.job;

import org.jspecify.annotations.NullMarked;
