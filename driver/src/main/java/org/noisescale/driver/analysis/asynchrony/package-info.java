/** What theory knows of workers that do not wait for each other, or not for all. */
@NullMarked
package org.noisescale.driver.analysis.asynchrony;

import org.jspecify.annotations.NullMarked;
