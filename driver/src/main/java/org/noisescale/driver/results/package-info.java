/** What a run leaves behind: the files of an output folder. */
@NullMarked
package org.noisescale.driver.results;

import org.jspecify.annotations.NullMarked;
