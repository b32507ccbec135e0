/** The studies that come with Noisescale. */
@NullMarked
package org.noisescale.driver.study.catalog;

import org.jspecify.annotations.NullMarked;
