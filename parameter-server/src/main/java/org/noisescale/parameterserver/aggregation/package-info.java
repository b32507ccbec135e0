/** Sums over virtual workers in one fixed tree, whatever the order of arrival. */
@NullMarked
package org.noisescale.parameterserver.aggregation;

import org.jspecify.annotations.NullMarked;
