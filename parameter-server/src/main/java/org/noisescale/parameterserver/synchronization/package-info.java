/** When a push is applied and when a worker may go on. */
@NullMarked
package org.noisescale.parameterserver.synchronization;

import org.jspecify.annotations.NullMarked;
