package org.noisescale.parameterserver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointFolderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final CheckpointStore.Shards SHARDS = new CheckpointStore.Shards(1, 1, 3);
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);
    private static final String THREE = "3".repeat(64);
    /** Of the file that {@link #leave} writes. */
    private static final long FILE_BYTES = CheckpointFormat.fileBytes(1, 1000);

    @TempDir
    private Path path;

    private CheckpointFolder open(long bytesMax) throws IOException {
        return CheckpointFolder.open(path, new CheckpointFolder.Limits(bytesMax, Duration.ofDays(7)), CLOCK);
    }

    private void leave(CheckpointFolder folder, String run, Duration age) throws IOException {
        folder.store(run, SHARDS).write(1, States.of(1, 10, new int[] {1000}));
        Files.setLastModifiedTime(path.resolve(run), FileTime.from(NOW.minus(age)));
    }

    private static List<Long> versions(CheckpointFolder folder, String run) throws IOException {
        return folder.store(run, SHARDS).whole(refused -> {});
    }

    @Test
    void runsDoNotSeeEachOther() throws IOException {
        try (CheckpointFolder folder = open(Long.MAX_VALUE)) {
            leave(folder, ONE, Duration.ZERO);

            assertThat(versions(folder, ONE)).containsExactly(10L);
            assertThat(versions(folder, TWO)).isEmpty();
        }
    }

    @Test
    void whatNobodyGoesOnWithIsRemovedAfterAWhile() throws IOException {
        try (CheckpointFolder folder = open(Long.MAX_VALUE)) {
            leave(folder, ONE, Duration.ofDays(8));
            leave(folder, TWO, Duration.ofDays(6));
        }

        try (CheckpointFolder folder = open(Long.MAX_VALUE)) {
            assertThat(versions(folder, ONE)).isEmpty();
            assertThat(versions(folder, TWO)).containsExactly(10L);
        }
        assertThat(path.resolve(ONE)).doesNotExist();
    }

    @Test
    void anOpenRunIsNeverTooOld() throws IOException {
        try (CheckpointFolder folder = open(Long.MAX_VALUE)) {
            folder.reserve(ONE, FILE_BYTES);
            leave(folder, ONE, Duration.ofDays(8));
            folder.reserve(TWO, FILE_BYTES);

            assertThat(versions(folder, ONE)).containsExactly(10L);
            folder.release(ONE);
            folder.reserve(TWO, FILE_BYTES);
            assertThat(versions(folder, ONE)).isEmpty();
        }
    }

    @Test
    void theOldestMakeRoomForARunThatNeedsIt() throws IOException {
        try (CheckpointFolder folder = open(3 * FILE_BYTES)) {
            leave(folder, ONE, Duration.ofDays(1));
            leave(folder, TWO, Duration.ofDays(2));

            folder.reserve(THREE, 2 * FILE_BYTES);

            assertThat(versions(folder, ONE)).containsExactly(10L);
            assertThat(versions(folder, TWO)).isEmpty();
        }
    }

    @Test
    void aRunForWhichThereIsNoRoomIsRefusedWithTheFigures() throws IOException {
        try (CheckpointFolder folder = open(10 << 20)) {
            folder.reserve(ONE, 7 << 20);

            assertThatThrownBy(() -> folder.reserve(TWO, 4 << 20))
                    .isInstanceOf(IOException.class)
                    .hasMessage("its checkpoints may take 4 MiB, and of the 10 MiB that --checkpoint-space allows"
                            + " other open runs need 7");
            folder.release(ONE);
            folder.reserve(TWO, 4 << 20);
        }
    }

    @Test
    void aFolderBelongsToOneServerAtATime() throws IOException {
        try (CheckpointFolder folder = open(Long.MAX_VALUE)) {
            folder.release(ONE);
            assertThatThrownBy(() -> open(Long.MAX_VALUE))
                    .hasMessage("another server keeps its checkpoints there; give each server a folder of its own");
        }

        try (CheckpointFolder again = open(Long.MAX_VALUE)) {
            assertThat(versions(again, ONE)).isEmpty();
        }
    }

    @Test
    void aCompleteRunLeavesNothing() throws IOException {
        try (CheckpointFolder folder = open(Long.MAX_VALUE)) {
            leave(folder, ONE, Duration.ZERO);

            folder.remove(ONE);

            assertThat(path.resolve(ONE)).doesNotExist();
        }
    }

    @Test
    void onlyFingerprintsNameFolders() throws IOException {
        try (CheckpointFolder folder = open(Long.MAX_VALUE)) {
            assertThatThrownBy(() -> folder.remove("../" + "0".repeat(61)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
