/** The Spark ML face: estimators and models for applications that are already in Spark. */
@NullMarked
package org.noisescale.driver.ml;

import org.jspecify.annotations.NullMarked;
