/** What Spark's failures mean. */
@NullMarked
package org.noisescale.driver.job.trouble;

import org.jspecify.annotations.NullMarked;
