/**
 * One worker. {@link org.noisescale.worker.training training} holds its loop: compute, push, wait for new parameters.
 * What it computes stands behind {@link org.noisescale.worker.objective.Objective}: networks of Deeplearning4j in
 * {@link org.noisescale.worker.gradient gradient}, the noisy quadratic model in {@link org.noisescale.worker.objective
 * objective}. Which examples a step draws, and the proof that each is counted once per epoch, are in
 * {@link org.noisescale.worker.dataset dataset}; generated digits in {@link org.noisescale.worker.dataset.strokes
 * strokes}.
 */
@NullMarked
package org.noisescale.worker;

import org.jspecify.annotations.NullMarked;
