/** What a machine or a pod must have so that messages pass fast and whole, measured, with the repair for each. */
@NullMarked
package org.noisescale.parameterserver.diagnosis;

import org.jspecify.annotations.NullMarked;
