package org.noisescale.parameterserver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointStoreTest {
    private static final int[] LENGTHS = {7, 2};

    private final MemoryStorage storage = new MemoryStorage();
    private final List<String> refused = new ArrayList<>();

    private CheckpointStore store() {
        return new CheckpointStore(storage, States.RUN, 2);
    }

    private static void write(CheckpointStore store, long version) throws IOException {
        store.write(0, States.of(0, version, LENGTHS));
        store.write(1, States.of(1, version, LENGTHS));
    }

    private Checkpoint newest() throws IOException {
        return store().newest(version -> true, refused::add);
    }

    private static boolean holds(Checkpoint checkpoint, long version) {
        return checkpoint.version() == version
                && States.equal(checkpoint.states().get(0), States.of(0, version, LENGTHS))
                && States.equal(checkpoint.states().get(1), States.of(1, version, LENGTHS));
    }

    private void damage(String name) {
        byte[] content = storage.content(name).clone();
        content[content.length - 5] ^= 1;
        storage.put(name, content);
    }

    @Test
    void anEmptyStoreHasTheInitialParameters() throws IOException {
        assertThat(newest()).isEqualTo(Checkpoint.START);
    }

    @Test
    void anotherProcessFindsTheNewestVersion() throws IOException {
        write(store(), 100);
        write(store(), 200);

        assertThat(holds(newest(), 200)).isTrue();
        assertThat(refused).isEmpty();
    }

    @Test
    void theNewestVersionIsOneThatAllShardsHave() throws IOException {
        write(store(), 100);
        store().write(1, States.of(1, 200, LENGTHS));

        assertThat(holds(newest(), 100)).isTrue();
    }

    @Test
    void aVersionThatTheCallerCannotUseIsPassedOver() throws IOException {
        write(store(), 100);
        write(store(), 200);

        assertThat(holds(store().newest(version -> version < 150, refused::add), 100))
                .isTrue();
    }

    @Test
    void fourVersionsOfEachShardAreKept() throws IOException {
        for (long version = 1; version < 12; version++) {
            write(store(), version * 100);
        }

        assertThat(storage.names())
                .containsExactly(
                        "shard-0-step-1000.checkpoint",
                        "shard-0-step-1100.checkpoint",
                        "shard-0-step-800.checkpoint",
                        "shard-0-step-900.checkpoint",
                        "shard-1-step-1000.checkpoint",
                        "shard-1-step-1100.checkpoint",
                        "shard-1-step-800.checkpoint",
                        "shard-1-step-900.checkpoint");
    }

    @Test
    void aDamagedFileIsRefusedByNameAndTheVersionBeforeItUsed() throws IOException {
        write(store(), 100);
        write(store(), 200);
        damage("shard-1-step-200.checkpoint");

        assertThat(holds(newest(), 100)).isTrue();
        assertThat(refused).containsExactly("shard-1-step-200.checkpoint is damaged: its checksum is wrong");
    }

    @Test
    void theFilesOfAnotherRunAreRefused() throws IOException {
        CheckpointStore other = new CheckpointStore(storage, "f".repeat(64), 2);
        write(other, 100);

        assertThat(newest()).isEqualTo(Checkpoint.START);
        assertThat(refused).containsExactly("shard-0-step-100.checkpoint belongs to another run");
    }

    @Test
    void whatIsNewerThanTheVersionFromWhichARunGoesOnCanBeRemoved() throws IOException {
        write(store(), 100);
        write(store(), 200);
        storage.put("shard-0-step-300.checkpoint.partial", new byte[5]);
        storage.put("notes.txt", new byte[5]);

        store().removeAfter(100);

        assertThat(storage.names())
                .containsExactly("notes.txt", "shard-0-step-100.checkpoint", "shard-1-step-100.checkpoint");
    }

    /** A process ends in the middle of any operation, also of a write; the next one finds one of the last versions. */
    @Property(tries = 500, seed = "1")
    void afterACrashAtAnyMomentOneOfTheLastVersionsIsThere(
            @ForAll @IntRange(max = 60) int operations, @ForAll @DoubleRange(max = 1) double share) throws IOException {
        MemoryStorage files = new MemoryStorage();
        CheckpointStore store = new CheckpointStore(files, States.RUN, 2);
        files.strikeAfter(operations, share);
        long complete = 0;
        try {
            for (long version = 1; version <= 20; version++) {
                write(store, version);
                complete = version;
            }
        } catch (MemoryStorage.Struck expected) {
            files.revive();
        }

        Checkpoint found = new CheckpointStore(files, States.RUN, 2).newest(version -> true, refused::add);

        assertThat(found.version()).isBetween(complete, complete + 1);
        assertThat(found.version() == 0 || holds(found, found.version())).isTrue();
        assertThat(refused).isEmpty();
    }

    @Test
    void keepsFilesInARealFolderAndLeavesNothingWhenCleared(@TempDir Path folder) throws IOException {
        FolderStorage real = new FolderStorage(folder.resolve("checkpoint"));
        CheckpointStore store = new CheckpointStore(real, States.RUN, 2);
        assertThat(store.newest(version -> true, refused::add)).isEqualTo(Checkpoint.START);
        for (long version = 1; version < 6; version++) {
            write(store, version);
        }

        assertThat(holds(new CheckpointStore(real, States.RUN, 2).newest(version -> true, refused::add), 5))
                .isTrue();
        assertThat(real.names()).hasSize(8);
        CheckpointStore.clear(real);
        assertThat(real.names()).isEmpty();
    }
}
