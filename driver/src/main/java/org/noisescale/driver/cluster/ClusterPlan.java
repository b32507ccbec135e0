package org.noisescale.driver.cluster;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a cluster consists of.
 *
 * @param host the address at which everything listens
 * @param port that of Spark's master; 0 for any that is free
 */
public record ClusterPlan(String host, int port, Workers workers, Servers servers) {
    private static final int COUNT_MAX = 1_024;
    private static final int PORT_MAX = (1 << 16) - 1;

    /** Checks the ranges. */
    public ClusterPlan {
        require(!host.isBlank(), "host must be a name or an address", host);
        require(port >= 0 && port <= PORT_MAX, "port must be in [0, " + PORT_MAX + "]", port);
    }

    private static void require(boolean fulfilled, String rule, Object was) {
        if (!fulfilled) {
            throw new IllegalArgumentException(rule + ", was " + was);
        }
    }

    private static void requireCount(String name, int least, int count) {
        require(count >= least && count <= COUNT_MAX, name + " must be in [" + least + ", " + COUNT_MAX + "]", count);
    }

    /**
     * Those of Spark.
     *
     * @param count how many, from 1 to 1,024
     * @param cores how many tasks each of them runs at once, from 1 to 1,024
     * @param memory how much its executors may use, in Spark's notation
     */
    public record Workers(int count, int cores, String memory) {
        /** Checks the ranges. */
        public Workers {
            requireCount("workers", 1, count);
            requireCount("cores", 1, cores);
            require(memory.matches("[1-9][0-9]{0,5}[mg]"), "memory must be a size such as 1g or 512m", memory);
        }
    }

    /**
     * Those of the parameter server.
     *
     * @param count how many, from 0 to 1,024; without any, the shards are in the driver's process
     * @param shards how many each of them has, from 1 to 1,024
     * @param checkpoints where they keep checkpoints, in a folder for each; empty for the cluster's own folder
     */
    public record Servers(int count, int shards, Optional<Path> checkpoints) {
        /** Checks the ranges. */
        public Servers {
            requireCount("servers", 0, count);
            requireCount("shards-per-server", 1, shards);
        }
    }
}
