/** Layers that do what DL4J's own do, for less. */
@NullMarked
package org.noisescale.worker.layer;

import org.jspecify.annotations.NullMarked;
