/** Messages as bytes: adapters turn bytes into calls, publishers turn calls into bytes. */
@NullMarked
package org.noisescale.parameterserver.protocol;

import org.jspecify.annotations.NullMarked;
