/**
 * Handwritten-like digits, drawn from a seed: skeletons of pen strokes, distorted like a hand distorts them, inked and
 * scanned. Pure arithmetic that gives the same bytes on every machine.
 */
@NullMarked
package org.noisescale.worker.dataset.strokes;

import org.jspecify.annotations.NullMarked;
