/** How many steps a target takes at each batch size when everything else is tuned, and the law between them. */
@NullMarked
package org.noisescale.driver.analysis.criticalbatch;

import org.jspecify.annotations.NullMarked;
