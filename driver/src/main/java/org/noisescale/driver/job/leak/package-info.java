/** What normalised features tell of where an example was, as a Spark job. */
@NullMarked
package org.noisescale.driver.job.leak;

import org.jspecify.annotations.NullMarked;
