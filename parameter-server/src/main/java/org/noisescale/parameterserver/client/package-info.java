/** What a worker does with the parameter server: join, push, wait for parameters. */
@NullMarked
package org.noisescale.parameterserver.client;

import org.jspecify.annotations.NullMarked;
