/** DL4J's configurations: which kind they are, what they ask for, and what of it is refused. */
@NullMarked
package org.noisescale.worker.gradient.configuration;

import org.jspecify.annotations.NullMarked;
