package org.noisescale.driver.job.dataset;

import java.io.Serializable;

/** How examples are scaled: their features, and their targets where they have any (classes stay as they are). */
record ExampleScaling(FeatureScaling features, FeatureScaling labels) implements Serializable {}
