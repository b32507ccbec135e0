/** The manifests, held against Kubernetes' own types, against each other, and against the code that they start. */
@NullMarked
package org.noisescale.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
