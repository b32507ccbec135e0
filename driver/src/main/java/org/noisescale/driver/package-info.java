/** The driver: studies, Spark jobs, analysis, report, command line. */
@NullMarked
package org.noisescale.driver;

import org.jspecify.annotations.NullMarked;
