package org.noisescale.driver.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a run whose processes end at bad moments. */
final class OrderFileTest {
    private static final String RUN = "ab".repeat(32);

    @TempDir
    private Path temporary;

    private Path folder() {
        return temporary.resolve("checkpoint");
    }

    private OrderFile file() {
        return new OrderFile(folder(), RUN);
    }

    /** An attempt, whose log has three bytes for each update, up to some of them. */
    private void attempt(int updates, int mark) throws IOException {
        byte[] log = new byte[3 * updates];
        Arrays.fill(log, (byte) mark);
        try (OrderFile file = file()) {
            file.begin();
            for (int done = 1; done <= updates; done++) {
                byte[] soFar = Arrays.copyOf(log, 3 * done);
                file.keep(done, begin -> Arrays.copyOfRange(soFar, begin, soFar.length));
            }
            file.force();
        }
    }

    private void assertKnown(int updates, int mark) throws IOException {
        OrderFile.Known known = file().read();
        assertThat(known.updates()).isEqualTo(updates);
        assertThat(known.log()).hasSize(3 * updates).containsOnly(mark);
    }

    @Test
    void keepsTheOrderAsItGrows() throws IOException {
        assertThat(file().read()).isEqualTo(OrderFile.Known.NOTHING);

        attempt(7, 1);

        assertKnown(7, 1);
    }

    @Test
    void anAttemptThatDoesNotComeFurtherChangesNothing() throws IOException {
        attempt(7, 1);

        attempt(7, 2);

        assertKnown(7, 1);
    }

    @Test
    void anAttemptThatComesFurtherWritesItsOwnLog() throws IOException {
        attempt(7, 1);

        attempt(9, 2);

        assertKnown(9, 2);
        assertThat(folder()).isDirectoryContaining("glob:**/order").isDirectoryNotContaining("glob:**/*.partial");
    }

    @Test
    void whatStandsBehindAPartThatIsNotWholeDoesNotCount() throws IOException {
        attempt(7, 1);
        byte[] whole = Files.readAllBytes(folder().resolve("order"));
        int part = Integer.BYTES + Long.BYTES + 3 + Integer.BYTES;
        int header = whole.length - 7 * part;

        for (int length = 0; length <= whole.length; length++) {
            Files.write(folder().resolve("order"), Arrays.copyOf(whole, length));

            assertThat(file().read().updates()).isEqualTo(Math.max(0, (length - header) / part));
        }
        for (int damaged = header; damaged < whole.length; damaged++) {
            byte[] bytes = whole.clone();
            bytes[damaged] ^= 8;
            Files.write(folder().resolve("order"), bytes);

            assertThat(file().read().updates()).isEqualTo((damaged - header) / part);
        }
    }

    @Test
    void anotherRunKnowsNothingOfIt() throws IOException {
        attempt(7, 1);

        assertThat(new OrderFile(folder(), "cd".repeat(32)).read()).isEqualTo(OrderFile.Known.NOTHING);
    }

    @Test
    void isRemovedWithAllThatBelongsToIt() throws IOException {
        attempt(7, 1);
        Files.createFile(folder().resolve("order.partial"));

        OrderFile.remove(folder());

        assertThat(folder()).isEmptyDirectory();
    }
}
