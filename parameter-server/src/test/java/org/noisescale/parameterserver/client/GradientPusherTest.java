package org.noisescale.parameterserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.ReductionPlan;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.protocol.FloatBytes;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.ShardAdapter;
import org.noisescale.parameterserver.protocol.WorkerPublisher;
import org.noisescale.parameterserver.shard.Contribution;
import org.noisescale.parameterserver.shard.Figures;

/** Two values in two chunks; the worker serves 0, 1 and 2 of five virtual workers: the subtree 4 and the leaf 10. */
final class GradientPusherTest {
    private static final long RUN = 42;

    private final List<String> arrived = new ArrayList<>();
    private final UnsafeBuffer gradient = new UnsafeBuffer(new byte[8]);
    private final GradientPusher pusher = newPusher();

    private GradientPusher newPusher() {
        ChunkPlan chunks = new ChunkPlan(Layouts.ofLength(2));
        ReductionPlan plan = ReductionPlan.ofWorker(new AggregationTree(5), new VirtualWorkerRange(0, 3));
        List<FrameSink> sinks = Collections.nCopies(2, this::receive);
        return new GradientPusher(new ShardDivision(chunks, 1), plan, gradient, new WorkerPublisher(RUN, 0, 0), sinks);
    }

    private void receive(DirectBuffer header, int headerLength, DirectBuffer body, int bodyOffset, int bodyLength) {
        UnsafeBuffer frame = new UnsafeBuffer(new byte[headerLength + bodyLength]);
        frame.putBytes(0, header, 0, headerLength);
        frame.putBytes(headerLength, body, bodyOffset, bodyLength);
        ShardAdapter adapter = new ShardAdapter(RUN, new ShardAdapter.Listener() {
            @Override
            public void onJoin(int worker, int attempt) {
                arrived.add("join");
            }

            @Override
            public void onFigures(Figures figures) {
                throw new IllegalStateException("workers tell no figures");
            }

            @Override
            public void onContribution(Contribution push) {
                float[] values = new float[push.valueCount()];
                push.valuesInto(values);
                double[] norms = new double[push.normCount()];
                push.normsInto(norms);
                arrived.add("chunk " + push.chunk() + " node " + push.node() + " examples " + push.examples()
                        + " value " + values[0] + (norms.length == 0 ? "" : " norm " + norms[0]));
            }
        });
        adapter.onFrame(frame, 0, frame.capacity());
    }

    private void push(int virtualWorker, long examples, float first, float second) {
        FloatBytes.write(gradient, 0, new float[] {first, second}, 2);
        pusher.push(0, virtualWorker, examples);
    }

    @Test
    void whatStandsAloneIsSentAtOnceAndASubtreeWhenItIsWhole() {
        pusher.restart();

        push(1, 2, 4, 6);
        assertThat(arrived).isEmpty();
        push(2, 3, 7, 8);
        assertThat(arrived)
                .containsExactly("chunk 0 node 10 examples 3 value 7.0", "chunk 1 node 10 examples 3 value 8.0");
        arrived.clear();

        push(0, 1, 1, 2);
        assertThat(arrived)
                .containsExactly(
                        "chunk 0 node 4 examples 3 value 5.0 norm 9.0",
                        "chunk 1 node 4 examples 3 value 8.0 norm 22.0");
    }

    @Test
    void aStepThatWasGivenUpLeavesNothingBehind() {
        pusher.restart();
        push(1, 100, 100, 100);

        pusher.restart();
        push(0, 1, 1, 2);
        push(1, 1, 1, 2);

        assertThat(arrived)
                .containsExactly(
                        "chunk 0 node 4 examples 2 value 2.0 norm 2.0", "chunk 1 node 4 examples 2 value 4.0 norm 8.0");
    }

    @Test
    void refusesAVirtualWorkerOfAnotherWorker() {
        assertThatThrownBy(() -> pusher.push(0, 3, 1)).hasMessage("virtual worker 3 is served by another worker");
        assertThatThrownBy(() -> pusher.push(0, 5, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pusher.push(0, -8, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesASecondPushOfAVirtualWorkerInOneStep() {
        pusher.push(0, 2, 1);

        assertThatThrownBy(() -> pusher.push(0, 2, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("virtual worker 2 was pushed already in this step");
    }

    @Test
    void refusesAGradientOverNoExamples() {
        assertThatThrownBy(() -> pusher.push(0, 2, 0))
                .hasMessage("examples of virtual worker 2 must be at least 1, was 0");
    }
}
