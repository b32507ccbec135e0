/** Parameter server threads: one agent for each shard, one for the reports. */
@NullMarked
package org.noisescale.parameterserver.service;

import org.jspecify.annotations.NullMarked;
