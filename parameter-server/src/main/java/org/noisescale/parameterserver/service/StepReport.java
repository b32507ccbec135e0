package org.noisescale.parameterserver.service;

import java.util.List;
import java.util.Optional;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.UpdateFigures;

/**
 * What is known of a completed step.
 *
 * @param step the update's number, 1 for the first
 * @param examples over how many examples its gradient went
 * @param loss mean loss over them, at the parameters before the update
 * @param total the meter's reading over all trainable segments; NaN at steps where nothing can be read
 * @param segments its reading for each segment of the layout; NaN for statistics
 * @param biased what the meter would read over all trainable segments if virtual workers did not depend on each other;
 *     empty where they do not
 * @param update what the update did to all trainable segments
 * @param segmentUpdates what it did to each segment of the layout; 0 for statistics
 */
public record StepReport(
        long step,
        long examples,
        double loss,
        double learningRate,
        NoiseReading total,
        List<NoiseReading> segments,
        Optional<NoiseReading> biased,
        UpdateFigures update,
        List<UpdateFigures> segmentUpdates) {}
