/**
 * The driver, the only module that sees the others. {@link org.noisescale.driver.cli cli} is the command line;
 * {@link org.noisescale.driver.study study} reads what is asked and {@link org.noisescale.driver.study.catalog catalog}
 * holds the built-in studies; {@link org.noisescale.driver.job job} runs them on Spark, with the data of
 * {@link org.noisescale.driver.job.dataset dataset}; {@link org.noisescale.driver.results results} writes down what
 * happened; {@link org.noisescale.driver.analysis analysis} and {@link org.noisescale.driver.report report} make the
 * picture of it.
 */
@NullMarked
package org.noisescale.driver;

import org.jspecify.annotations.NullMarked;
