package org.noisescale.parameterserver.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisescale.parameterserver.layout.ChunkPlan;

/** On how many parties a problem is worked on. */
record Arrangement(int workers, int shards) {
    static final Arrangement ALONE = new Arrangement(1, 1);

    private static final int WORKERS_MAX = 4;
    private static final int SHARDS_MAX = 5;

    static Arrangement of(SimulatedProblem problem, SplittableRandom random) {
        int chunks = new ChunkPlan(problem.layout()).chunkCount();
        return new Arrangement(
                1 + random.nextInt(Math.min(WORKERS_MAX, problem.virtualWorkers())),
                1 + random.nextInt(Math.min(SHARDS_MAX, chunks)));
    }

    List<Address> workerAddresses() {
        return IntStream.range(0, workers).mapToObj(Address::worker).toList();
    }

    List<Address> shardAddresses() {
        return IntStream.range(0, shards).mapToObj(Address::shard).toList();
    }

    /** All parties but the driver. */
    List<Address> addresses() {
        return Stream.concat(workerAddresses().stream(), shardAddresses().stream())
                .toList();
    }
}
