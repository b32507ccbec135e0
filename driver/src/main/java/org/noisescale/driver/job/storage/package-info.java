/** Where results go: a folder of this machine, or one of any file system that Hadoop knows. */
@NullMarked
package org.noisescale.driver.job.storage;

import org.jspecify.annotations.NullMarked;
