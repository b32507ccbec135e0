package org.noisescale.driver.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.checkpoint.Checkpoint;
import org.noisescale.parameterserver.checkpoint.CheckpointStore;
import org.noisescale.parameterserver.checkpoint.FolderStorage;
import org.noisescale.parameterserver.control.Durability;
import org.noisescale.parameterserver.service.ArrivalBook;
import org.noisescale.parameterserver.service.Checkpointing;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/**
 * The journal of a run in its folder: {@code steps.csv}, and beside it {@code checkpoint/} until the run is complete.
 */
final class FolderJournal implements RunJournal {
    private final Path folder;
    private final StepsColumns columns;
    private final StepsHistory history;
    private final String fingerprint;
    private final CheckpointStore store;
    private final OrderFile order;
    private final TrainingPlan.Cluster cluster;
    private final int every;
    private final boolean probed;
    private @Nullable StepsFile file;
    private @Nullable TimingsFile timings;
    private @Nullable StatisticsFile statistics;

    /**
     * The journal of a run.
     *
     * @param fingerprint of everything that its steps depend on
     */
    FolderJournal(Path folder, StepsColumns columns, Configuration configuration, String fingerprint) {
        TrainingPlan training = configuration.training();
        probed = configuration.statistics().every() > 0;
        this.folder = folder;
        this.columns = columns;
        this.fingerprint = fingerprint;
        history = new StepsHistory(steps(), columns);
        order = new OrderFile(checkpoints(folder), fingerprint);
        cluster = training.cluster();
        every = training.recovery().checkpointEvery();
        // Where servers offer the shards, they keep the checkpoints as well, and none is ever here.
        store = new CheckpointStore(
                new FolderStorage(checkpoints(folder)),
                fingerprint,
                Math.max(1, training.cluster().shards()));
    }

    private Path steps() {
        return folder.resolve("steps.csv");
    }

    private static Path checkpoints(Path folder) {
        return folder.resolve("checkpoint");
    }

    @Override
    public Checkpointing checkpointing() {
        return every == 0 ? Checkpointing.NONE : new Checkpointing(store, every);
    }

    @Override
    public Checkpoint newest(Predicate<PastStep> isLast, Consumer<String> refused) throws IOException {
        long whole = whole(isLast);
        return store.newest(version -> version <= whole, reason -> refused.accept(checkpoints(folder) + "/" + reason));
    }

    @Override
    public long whole(Predicate<PastStep> isLast) throws IOException {
        close();
        long[] whole = {0};
        history.read(step -> {
            boolean usable = !isLast.test(step);
            whole[0] = usable ? step.step() : whole[0];
            return usable;
        });
        return whole[0];
    }

    @Override
    public Optional<RecordedArrivals> decided() throws IOException {
        OrderFile.Known known = order.read();
        return every == 0 || known.updates() == 0
                ? Optional.empty()
                : Optional.of(RecordedArrivals.ofBeginning(
                        cluster.synchronization().rule(), cluster.workers(), known.updates(), known.log()));
    }

    @Override
    public void keep(ArrivalBook pushes) {
        if (every == 0) {
            return;
        }
        try {
            order.keep(pushes.version(), pushes::logFrom);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Durability durability() throws IOException {
        return every == 0
                ? Durability.NONE
                : new Durability(Fingerprint.of(List.of(fingerprint, PlaceMark.of(checkpoints(folder)))), every);
    }

    @Override
    public void begin(long version, Consumer<PastStep> past) throws IOException {
        close();
        store.removeAfter(version);
        order.begin();
        long kept = version == 0 ? 0 : history.read(step -> step.step() <= version && tell(step, past));
        file = new StepsFile(steps(), columns, kept);
        timings = new TimingsFile(folder.resolve("timings.csv"), version);
        statistics = probed ? new StatisticsFile(folder.resolve("statistics.csv"), version) : null;
    }

    private static boolean tell(PastStep step, Consumer<PastStep> past) {
        past.accept(step);
        return true;
    }

    @Override
    public void write(StepRow row) {
        StepsFile open = file;
        if (open == null) {
            throw new IllegalStateException("step " + row.report().step() + " came before the beginning");
        }
        open.write(row);
        try {
            if (every > 0 && row.report().step() % every == 0) {
                order.force();
                open.force();
                if (statistics != null) {
                    statistics.flush();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(StepTiming timing) {
        if (timings != null) {
            timings.write(timing);
        }
    }

    @Override
    public void write(StatisticsRow row) {
        if (statistics != null) {
            statistics.write(row);
        }
    }

    @Override
    public void close() {
        try {
            order.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (statistics != null) {
            statistics.close();
            statistics = null;
        }
        if (file != null) {
            file.close();
            file = null;
        }
        if (timings != null) {
            timings.close();
            timings = null;
        }
    }

    /** The run is complete and written down; nothing will go on from its checkpoints. */
    static void removeCheckpoints(Path folder) throws IOException {
        FolderStorage storage = new FolderStorage(checkpoints(folder));
        CheckpointStore.clear(storage);
        PlaceMark.remove(storage.folder());
        OrderFile.remove(storage.folder());
        Files.deleteIfExists(storage.folder());
    }
}
