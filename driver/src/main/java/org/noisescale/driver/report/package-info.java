/** The report: one HTML file that needs no network, drawn from nothing but the files of output folders. */
@NullMarked
package org.noisescale.driver.report;

import org.jspecify.annotations.NullMarked;
