package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.noisescale.parameterserver.shard.Shard.Outcome;

/**
 * Carries pushes and figures to shards: late, in any order, some of them several times, figures in parts. Whatever
 * arrives for the first time counts.
 */
final class DisorderlyNetwork {
    private final Cluster cluster;
    private final Random random;
    private final List<Supplier<Outcome>> underway = new ArrayList<>();
    private final List<Supplier<Outcome>> delivered = new ArrayList<>();
    private final long[] told;

    DisorderlyNetwork(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
        told = new long[cluster.shards().size()];
    }

    /** Carries all that workers send in a step, and what follows from it. */
    void carry(List<Push> pushes) {
        delivered.clear();
        for (Push push : pushes) {
            underway.add(() -> cluster.owner(push.chunk()).offer(push));
        }
        while (!underway.isEmpty()) {
            Supplier<Outcome> next = underway.remove(random.nextInt(underway.size()));
            assertThat(next.get()).isIn(Outcome.ACCEPTED, Outcome.COMPLETED);
            delivered.add(next);
            cluster.shards().forEach(this::advance);
            assertThat(delivered.get(random.nextInt(delivered.size())).get()).isIn(Outcome.DUPLICATE, Outcome.STALE);
        }
    }

    private void advance(Shard shard) {
        int chunk;
        do {
            chunk = shard.pollCompleted();
        } while (chunk != Shard.NONE);
        for (long next = told[shard.plan().shard()]; next < shard.figuresMeasured(); next++) {
            tell(Tidings.next(shard, next));
        }
        told[shard.plan().shard()] = shard.figuresMeasured();
    }

    private void tell(Tidings tidings) {
        int cut = random.nextInt(tidings.count());
        for (Shard other : cluster.shards()) {
            if (other.plan().shard() != tidings.shard()) {
                underway.add(() -> other.offer(tidings.only(cut, tidings.count())));
                if (cut > 0) {
                    underway.add(() -> other.offer(tidings.only(0, cut)));
                }
            }
        }
    }
}
