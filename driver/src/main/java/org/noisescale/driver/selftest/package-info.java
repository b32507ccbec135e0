/**
 * The self-test: problems whose answers are known, run as any study is, through Spark tasks, Aeron and the server, and
 * held against theory.
 *
 * <p>A {@link org.noisescale.driver.selftest.Problem} is a study and what theory says of its results, each statement a
 * {@link org.noisescale.driver.selftest.Finding}; {@link org.noisescale.driver.selftest.Problems} lists them all,
 * {@link org.noisescale.driver.selftest.SelfTest} runs one. The closed forms themselves stand in
 * {@code driver.analysis}.
 */
@NullMarked
package org.noisescale.driver.selftest;

import org.jspecify.annotations.NullMarked;
