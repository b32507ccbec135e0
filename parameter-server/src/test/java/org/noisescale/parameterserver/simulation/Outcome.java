package org.noisescale.parameterserver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

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
        SortedMap<Long, StepReport> steps, SortedMap<Long, EvaluationSum> evaluations, List<List<Integer>> state) {

    /** Says what differs first. */
    void requireEqual(Outcome other) {
        steps.forEach((step, report) -> assertThat(report).isEqualTo(other.steps.get(step)));
        evaluations.forEach((version, sum) ->
                assertThat(sum).as("evaluation %d", version).isEqualTo(other.evaluations.get(version)));
        assertThat(this).isEqualTo(other);
    }
}
