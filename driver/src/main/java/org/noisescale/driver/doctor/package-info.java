/**
 * What a machine must have to run a study, beyond what messages need: cores for matrix products, and a Spark master.
 */
@NullMarked
package org.noisescale.driver.doctor;

import org.jspecify.annotations.NullMarked;
