/** ND4J's arrays as the memory that they are. */
@NullMarked
package org.noisescale.worker.array;

import org.jspecify.annotations.NullMarked;
