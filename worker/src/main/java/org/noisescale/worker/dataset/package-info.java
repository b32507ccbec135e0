/** Examples, their partitions, and which of them a step draws. */
@NullMarked
package org.noisescale.worker.dataset;

import org.jspecify.annotations.NullMarked;
