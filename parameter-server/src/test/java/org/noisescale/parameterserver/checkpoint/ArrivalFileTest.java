package org.noisescale.parameterserver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

final class ArrivalFileTest {
    private static final RecordedArrivals RECORDED = new RecordedArrivals("async", 3, 2, new byte[] {0, 0, 5, 1, 2, 7});

    @Test
    void hasTheBytesOfItsFormat() {
        String written = HexFormat.of().formatHex(ArrivalFile.toBytes(RECORDED));

        assertThat(written)
                .startsWith(
                        "4e53414c" + "01" + "03000000" + "0200000000000000" + "0500" + "6173796e63" + "000005010207")
                .hasSize(2 * (4 + 1 + 4 + 8 + 2 + 5 + 6 + 4));
    }

    @Test
    void readsWhatWasWritten() {
        RecordedArrivals read = ArrivalFile.parse(ArrivalFile.toBytes(RECORDED));

        assertThat(read.rule()).isEqualTo("async");
        assertThat(read.workers()).isEqualTo(3);
        assertThat(read.updates()).isEqualTo(2);
        assertThat(read.log()).isEqualTo(RECORDED.log());
    }

    @Test
    void refusesEveryChangedByte() {
        byte[] whole = ArrivalFile.toBytes(RECORDED);

        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x10;
            assertThatThrownBy(() -> ArrivalFile.parse(changed)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesEveryShorterFile() {
        byte[] whole = ArrivalFile.toBytes(RECORDED);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ArrivalFile.parse(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> ArrivalFile.parse("name: study".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("is no log of arrivals, which begins with NSAL");
        byte[] changed = ArrivalFile.toBytes(RECORDED);
        changed[25] ^= 1;
        assertThatThrownBy(() -> ArrivalFile.parse(changed))
                .hasMessage("is damaged: its checksum does not fit its 34 bytes");
    }
}
