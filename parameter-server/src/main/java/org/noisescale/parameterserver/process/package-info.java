/** A parameter server as a process: {@code noisescale serve}. */
@NullMarked
package org.noisescale.parameterserver.process;

import org.jspecify.annotations.NullMarked;
