package org.noisescale.parameterserver.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.noisescale.parameterserver.checkpoint.Checkpoint;
import org.noisescale.parameterserver.checkpoint.CheckpointFolder;
import org.noisescale.parameterserver.checkpoint.CheckpointStore;
import org.noisescale.parameterserver.service.Checkpointing;
import org.noisescale.parameterserver.service.HostedShards;
import org.noisescale.parameterserver.service.InitialState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of the runs on a server process. Those of a run are in one party's hands at a time. */
final class RunCheckpoints {
    private static final Logger LOG = LoggerFactory.getLogger(RunCheckpoints.class);
    private static final int REFUSED_MAX = 16;

    private final Optional<CheckpointFolder> folder;
    private final Map<String, CompletableFuture<Void>> queues = new HashMap<>();

    /** Those in a folder; none are kept without one. */
    RunCheckpoints(Optional<CheckpointFolder> folder) {
        this.folder = folder;
    }

    /** Queues for the checkpoints of a run; whoever does so ends its turn. For the thread that talks with clients. */
    Turn queue(String run) {
        queues.values().removeIf(CompletableFuture::isDone);
        CompletableFuture<Void> before = queues.getOrDefault(run, CompletableFuture.completedFuture(null));
        CompletableFuture<Void> own = new CompletableFuture<>();
        queues.put(run, CompletableFuture.allOf(before, own));
        return new Turn(before, own);
    }

    /** Whether the states of a run's shards are written down. */
    boolean include(Durability durability) {
        return folder.isPresent() && durability.isAsked();
    }

    /** What there is of a run; takes as long as reading it. */
    Holdings survey(String run, CheckpointStore.Shards shards) {
        if (folder.isEmpty()) {
            return new Holdings(false, List.of(), List.of());
        }
        try {
            List<String> refused = new ArrayList<>();
            List<Long> versions = folder.get().store(run, shards).whole(refused::add);
            refused.forEach(line -> LOG.warn("a checkpoint of run {} is refused: {}", run, line));
            return new Holdings(true, versions, refused.subList(0, Math.min(refused.size(), REFUSED_MAX)));
        } catch (IOException e) {
            throw new UncheckedIOException("its checkpoints cannot be read: " + e.getMessage(), e);
        }
    }

    /** Makes a run's shards in the state from which it goes on; they are not started yet. */
    HostedShards shards(OpenPlan plan, long runId, float[] parameters) {
        Durability durability = plan.schedule().durability();
        long version = plan.schedule().startVersion();
        if (!include(durability)) {
            if (version != 0) {
                throw new IllegalArgumentException("it keeps no checkpoints, and so has nothing of step " + version);
            }
            return new HostedShards(plan.serverPlan(runId), plan.selection(), InitialState.of(parameters));
        }
        try {
            CheckpointStore store = folder.orElseThrow().store(durability.run(), plan.checkpointed());
            Checkpoint start = version == 0 ? Checkpoint.START : store.read(version);
            store.removeAfter(version);
            HostedShards shards = new HostedShards(
                    plan.serverPlan(runId),
                    plan.selection(),
                    InitialState.of(parameters, start),
                    new Checkpointing(store, durability.every()));
            folder.orElseThrow().reserve(durability.run(), shards.checkpointBytesMax());
            return shards;
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The run is not open any more. */
    void release(String run) {
        folder.ifPresent(there -> there.release(run));
    }

    /** Removes what there is of a run. */
    void remove(String run) {
        try {
            if (folder.isPresent()) {
                folder.get().remove(run);
                LOG.info("the checkpoints of run {} are removed: it is complete", run);
            }
        } catch (IOException e) {
            LOG.warn("the checkpoints of run {} cannot be removed", run, e);
        }
    }
}
