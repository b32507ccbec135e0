package org.noisescale.parameterserver.synchronization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ArrivalLogTest {
    private record Push(int worker, long staleness, boolean admitted, long timeNs) {}

    @Test
    void readsWhatWasAppended() {
        SplittableRandom random = new SplittableRandom(5);
        ArrivalLog log = new ArrivalLog();
        List<Push> appended = new ArrayList<>();
        long timeNs = 0;
        for (int i = 0; i < 2000; i++) {
            timeNs += random.nextLong(1L << random.nextInt(1, 50));
            Push push = new Push(
                    random.nextInt(1024), random.nextLong(1L << random.nextInt(1, 40)), random.nextBoolean(), timeNs);
            log.append(push.worker(), push.staleness(), push.admitted(), push.timeNs());
            appended.add(push);
        }

        List<Push> read = new ArrayList<>();
        ArrivalLog.read(
                log.toBytes(),
                (worker, staleness, admitted, time) -> read.add(new Push(worker, staleness, admitted, time)));

        assertThat(read).isEqualTo(appended);
        assertThat(log.count()).isEqualTo(2000);
    }

    @Test
    void takesSevenBitsAByte() {
        ArrivalLog log = new ArrivalLog();

        log.append(3, 64, true, 5);
        log.append(200, 0, false, 5);

        assertThat(log.toBytes()).containsExactly(3, 0x80, 1, 5, 0xC8, 1, 1, 0);
    }

    @Test
    void refusesALogThatIsCutOrDamaged() {
        assertThatThrownBy(() -> ArrivalLog.read(new byte[] {3, 0}, (worker, staleness, admitted, time) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the log of arrivals is damaged at byte 2");
        byte[] endless = new byte[40];
        Arrays.fill(endless, (byte) -1);
        assertThatThrownBy(() -> ArrivalLog.read(endless, (worker, staleness, admitted, time) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTimesThatGoBack() {
        ArrivalLog log = new ArrivalLog();
        log.append(0, 0, true, 5);

        assertThatThrownBy(() -> log.append(0, 0, true, 4)).isInstanceOf(IllegalArgumentException.class);
    }
}
