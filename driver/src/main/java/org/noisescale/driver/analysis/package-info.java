/** Figures computed from the files a study leaves behind, and the theory they are held against. */
@NullMarked
package org.noisescale.driver.analysis;

import org.jspecify.annotations.NullMarked;
