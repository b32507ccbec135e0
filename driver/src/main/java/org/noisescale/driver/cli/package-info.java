/** The command line. */
@NullMarked
package org.noisescale.driver.cli;

import org.jspecify.annotations.NullMarked;
