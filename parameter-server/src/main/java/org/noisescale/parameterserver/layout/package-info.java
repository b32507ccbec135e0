/** How the flat parameter vector is divided: segments by meaning, chunks by message, shards by owner. */
@NullMarked
package org.noisescale.parameterserver.layout;

import org.jspecify.annotations.NullMarked;
