package org.noisescale.parameterserver.synchronization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class EvaluationScheduleTest {
    private static LongStream evaluated(EvaluationSchedule schedule) {
        return LongStream.rangeClosed(1, schedule.steps()).filter(schedule::includes);
    }

    @Test
    void evaluatesAfterEverySoManyUpdatesAndAfterTheLast() {
        assertThat(evaluated(new EvaluationSchedule(10, 4))).containsExactly(4L, 8L, 10L);
        assertThat(evaluated(new EvaluationSchedule(8, 4))).containsExactly(4L, 8L);
        assertThat(evaluated(new EvaluationSchedule(3, 1))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void evaluatesAfterTheLastUpdateAloneIfNothingElseIsAsked() {
        assertThat(evaluated(new EvaluationSchedule(10, 0))).containsExactly(10L);
    }

    @Test
    void refusesRunsWithoutStepsAndNegativeDistances() {
        assertThatThrownBy(() -> new EvaluationSchedule(0, 1))
                .hasMessage("steps must be at least 1 and every at least 0, was 0, 1");
        assertThatThrownBy(() -> new EvaluationSchedule(1, -1))
                .hasMessage("steps must be at least 1 and every at least 0, was 1, -1");
    }
}
