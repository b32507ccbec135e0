/** Studies: a question, a base configuration, the axes it sweeps. */
@NullMarked
package org.noisescale.driver.study;

import org.jspecify.annotations.NullMarked;
