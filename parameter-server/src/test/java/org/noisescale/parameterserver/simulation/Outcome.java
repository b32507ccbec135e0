package org.noisescale.parameterserver.simulation;

import java.util.List;
import java.util.SortedMap;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.service.StepReport;

/**
 * All that a run leaves behind.
 *
 * @param state the bits of parameters, slots and averages, chunk by chunk
 */
record Outcome(
        SortedMap<Long, StepReport> steps, SortedMap<Long, EvaluationSum> evaluations, List<List<Integer>> state) {}
