/** Placeholder. */
@NullMarked
package org.noisescale.worker.dataset.strokes;

import org.jspecify.annotations.NullMarked;
