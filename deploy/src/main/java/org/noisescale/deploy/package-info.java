/** The distribution: what a machine needs to run Noisescale, and the tests that hold it against the code. */
@NullMarked
package org.noisescale.deploy;

import org.jspecify.annotations.NullMarked;
