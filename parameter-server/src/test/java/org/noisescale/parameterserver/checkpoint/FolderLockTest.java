package org.noisescale.parameterserver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FolderLockTest {
    @TempDir
    private Path folder;

    private final AtomicInteger owners = new AtomicInteger();

    @Test
    void isTakenOnceAndFreeAgainWithoutATrace() throws IOException {
        try (FolderLock lock = FolderLock.tryTake(folder).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(FolderLock.tryTake(folder)).isEmpty();
        }

        assertThat(folder).isEmptyDirectory();
        FolderLock.tryTake(folder).orElseThrow().close();
    }

    /** Many who take it and leave at the same time, so that one often opens the file that another one removes. */
    @Test
    void neverHasTwoOwners() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> most = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            most.add(threads.submit(this::takeOften));
        }

        int taken = 0;
        for (Future<Integer> each : most) {
            taken += each.get();
        }
        threads.shutdown();

        assertThat(taken).isPositive();
    }

    private int takeOften() throws IOException {
        int taken = 0;
        for (int i = 0; i < 3_000; i++) {
            Optional<FolderLock> lock = FolderLock.tryTake(folder);
            if (lock.isPresent()) {
                assertThat(owners.incrementAndGet()).isEqualTo(1);
                owners.decrementAndGet();
                lock.get().close();
                taken++;
            }
        }
        return taken;
    }
}
