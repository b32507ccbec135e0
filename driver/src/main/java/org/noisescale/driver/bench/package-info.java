/** How fast the parts are on this machine: JMH benchmarks, and what is made of their figures. */
@NullMarked
package org.noisescale.driver.bench;

import org.jspecify.annotations.NullMarked;
