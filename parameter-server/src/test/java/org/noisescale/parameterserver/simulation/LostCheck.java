package org.noisescale.parameterserver.simulation;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.codec.ContributionDecoder;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderDecoder;
import org.noisescale.parameterserver.protocol.codec.ParametersDecoder;

/** Rules of the protocol, each of which the simulation must miss when it is broken. */
enum LostCheck implements Fault {
    /** Frames of other attempts count. */
    ATTEMPT {
        @Override
        public FrameHandler before(FrameHandler handler, Address address, AttemptPlan plan) {
            return altering(handler, frame -> putLong(frame, RUN, plan.server().runId()));
        }
    },
    /** A shard counts arrivals, and so the second copy of a gradient in place of one that is still missing. */
    IDENTITY {
        @Override
        public FrameHandler before(FrameHandler handler, Address address, AttemptPlan plan) {
            Map<List<Long>, Set<Integer>> arrived = new HashMap<>();
            return address.role() == Address.Role.SHARD
                    ? altering(handler, frame -> countArrival(frame, plan, arrived))
                    : handler;
        }
    },
    /** A worker goes on with whatever version arrives. */
    VERSION {
        @Override
        public FrameHandler before(FrameHandler handler, Address address, AttemptPlan plan) {
            long[] newest = {0};
            return altering(handler, frame -> {
                if (template(frame) == ParametersDecoder.TEMPLATE_ID) {
                    int index = HEADER + ParametersDecoder.versionEncodingOffset();
                    newest[0] = Math.max(newest[0], getLong(frame, index));
                    putLong(frame, index, ++newest[0]);
                }
            });
        }
    },
    /** A shard takes gradients of any step for those of the open one. */
    STEP {
        @Override
        public FrameHandler before(FrameHandler handler, Address address, AttemptPlan plan) {
            long[] newest = {0};
            return altering(handler, frame -> {
                if (template(frame) == ContributionDecoder.TEMPLATE_ID) {
                    int index = HEADER + ContributionDecoder.stepEncodingOffset();
                    newest[0] = Math.max(newest[0], getLong(frame, index));
                    putLong(frame, index, newest[0]);
                }
            });
        }
    };

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int RUN = HEADER + ContributionDecoder.runIdEncodingOffset();

    /** Changes a frame where it stands. */
    private interface Alteration {
        void apply(MutableDirectBuffer frame);
    }

    private static FrameHandler altering(FrameHandler handler, Alteration alteration) {
        return (DirectBuffer buffer, int offset, int length) -> {
            alteration.apply((MutableDirectBuffer) buffer);
            handler.onFrame(buffer, offset, length);
        };
    }

    private static int template(DirectBuffer frame) {
        return frame.getShort(MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    private static long getLong(DirectBuffer frame, int index) {
        return frame.getLong(index, ByteOrder.LITTLE_ENDIAN);
    }

    private static void putLong(MutableDirectBuffer frame, int index, long value) {
        frame.putLong(index, value, ByteOrder.LITTLE_ENDIAN);
    }

    private static int getInt(DirectBuffer frame, int offset) {
        return frame.getInt(HEADER + offset, ByteOrder.LITTLE_ENDIAN);
    }

    private static void putInt(MutableDirectBuffer frame, int offset, int value) {
        frame.putInt(HEADER + offset, value, ByteOrder.LITTLE_ENDIAN);
    }

    private static void countArrival(
            MutableDirectBuffer frame, AttemptPlan plan, Map<List<Long>, Set<Integer>> arrived) {
        if (template(frame) != ContributionDecoder.TEMPLATE_ID) {
            return;
        }
        long step = getLong(frame, HEADER + ContributionDecoder.stepEncodingOffset());
        long chunk = getInt(frame, ContributionDecoder.chunkEncodingOffset());
        int node = getInt(frame, ContributionDecoder.nodeEncodingOffset());
        Set<Integer> nodes = arrived.computeIfAbsent(List.of(getLong(frame, RUN), step, chunk), key -> new HashSet<>());
        if (!nodes.add(node)) {
            takeTheNextPlace(frame, plan, nodes);
        }
    }

    private static void takeTheNextPlace(MutableDirectBuffer frame, AttemptPlan plan, Set<Integer> taken) {
        int workers = plan.server().parties().workers();
        int virtualWorkers = plan.server().parties().virtualWorkers();
        AggregationTree tree = new AggregationTree(virtualWorkers);
        int size = tree.virtualWorkerCount(getInt(frame, ContributionDecoder.nodeEncodingOffset()));
        for (int worker : IntStream.range(0, workers).toArray()) {
            for (int other : tree.cover(VirtualWorkerRange.of(worker, workers, virtualWorkers))) {
                if (tree.virtualWorkerCount(other) == size && taken.add(other)) {
                    putInt(frame, ContributionDecoder.workerEncodingOffset(), worker);
                    putInt(frame, ContributionDecoder.nodeEncodingOffset(), other);
                    return;
                }
            }
        }
    }
}
