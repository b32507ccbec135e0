package org.noisescale.parameterserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.shard.Cluster;

/** What is said of virtual workers that depend on each other comes out as it went in. */
final class DependentMessagesTest {
    private static final long RUN = 77;
    private static final int MESSAGE_BYTES_MAX = 12_800;

    private final RecordedFrames sent = new RecordedFrames();
    private final Transcript heard = new Transcript();

    @Test
    void aMeasurementOfGroupsHasTheirsBesideThoseOfVirtualWorkers() {
        ChunkPlan chunks = new ChunkPlan(Layouts.ofLengths(List.of(1)));
        Cluster grouped =
                new Cluster(chunks, new AggregationTree(4, 2), 2, 1, OptimizerPlan.of(new UpdateRule.Sgd(), 1));
        grouped.pushes(0, new float[][] {{1}, {2}, {3}, {6}}, new long[] {1, 1, 1, 1})
                .forEach(grouped::offer);

        new ShardPublisher(RUN, 1).measurement(sent, 9, grouped.shards().get(0).measurement());

        sent.deliverTo(new ReportAdapter(RUN, heard));
        assertThat(heard.calls()).containsExactly("examples 9 4", "piece 9 0 50.0 144.0 0.0 9.0 9.0 45.0 144.0");
    }

    @Test
    void theScatterOfStatisticsTravelsLayerByLayer() {
        StatisticsNoise first = new StatisticsNoise(2, 32, 1, 2, 3, 4, 5, 6);
        List<StatisticsNoise> layers = new ArrayList<>(Collections.nCopies(300, first));
        layers.set(299, new StatisticsNoise(7, 64, 0.5, 2, 3, 4, 5, 6));

        new StatisticsNoisePublisher(RUN, 1).send(sent, 9, 3, layers);

        sent.deliverTo(new ReportAdapter(RUN, heard));
        assertThat(sent.frames()).hasSize(3).allMatch(frame -> frame.length <= MESSAGE_BYTES_MAX);
        assertThat(heard.calls())
                .hasSize(300)
                .startsWith("scatter 9 3 " + first)
                .endsWith("scatter 9 3 " + layers.get(299));
    }
}
