package org.noisescale.parameterserver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.shard.Cluster;
import org.noisescale.parameterserver.shard.Shard;

final class CheckpointAgentTest {
    private static final ChunkPlan CHUNKS = new ChunkPlan(Layouts.ofLengths(List.of(20, 5)));

    private final MemoryStorage storage = new MemoryStorage();
    private final CheckpointStore store = new CheckpointStore(storage, States.RUN, 1);
    private final CheckpointAgent agent = new CheckpointAgent(store, 0, 1);
    private final Cluster cluster =
            new Cluster(CHUNKS, 1, 1, 1, OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.99, 1e-8), 0.1));
    private final Shard shard = cluster.shards().get(0);

    private void train() {
        float[] gradient = new float[CHUNKS.layout().length()];
        Arrays.fill(gradient, 1);
        cluster.pushes(shard.stepsCompleted(), new float[][] {gradient}, new long[] {1})
                .forEach(cluster::offer);
    }

    @Test
    void writesWhatAShardHandsOver() throws IOException {
        train();

        assertThat(agent.slot(0).offer(shard)).isTrue();
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(agent.doWork()).isZero();
        assertThat(store.newest(version -> true, refused -> {}).version()).isEqualTo(1);
    }

    @Test
    void aShardHasToWaitOnlyWhileItsCheckpointBeforeIsNotWritten() throws IOException {
        train();
        assertThat(agent.slot(0).offer(shard)).isTrue();
        train();

        assertThat(agent.slot(0).offer(shard)).isFalse();
        agent.doWork();
        assertThat(agent.slot(0).offer(shard)).isTrue();
        agent.doWork();
        assertThat(store.newest(version -> true, refused -> {}).version()).isEqualTo(2);
    }

    @Test
    void whatWasHandedOverBeforeTheEndIsWritten() throws IOException {
        train();
        agent.slot(0).offer(shard);

        agent.onClose();

        assertThat(store.newest(version -> true, refused -> {}).version()).isEqualTo(1);
    }
}
