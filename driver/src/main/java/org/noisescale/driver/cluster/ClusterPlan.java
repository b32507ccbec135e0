package org.noisescale.driver.cluster;

/**
 * What a cluster consists of.
 *
 * @param host the address at which everything listens
 * @param port that of Spark's master; 0 for any that is free
 * @param workers how many workers Spark has, from 1 to 1,024
 * @param cores how many tasks each worker runs at once, from 1 to 1,024
 * @param memory how much its executors may use, in Spark's notation
 */
public record ClusterPlan(String host, int port, int workers, int cores, String memory) {
    private static final int COUNT_MAX = 1_024;
    private static final int PORT_MAX = (1 << 16) - 1;

    /** Checks the ranges. */
    public ClusterPlan {
        require(port >= 0 && port <= PORT_MAX, "port must be in [0, " + PORT_MAX + "]", port);
        require(workers >= 1 && workers <= COUNT_MAX, "workers must be in [1, " + COUNT_MAX + "]", workers);
        require(cores >= 1 && cores <= COUNT_MAX, "cores must be in [1, " + COUNT_MAX + "]", cores);
        require(memory.matches("[1-9][0-9]{0,5}[mg]"), "memory must be a size such as 1g or 512m", memory);
        require(!host.isBlank(), "host must be a name or an address", host);
    }

    private static void require(boolean fulfilled, String rule, Object was) {
        if (!fulfilled) {
            throw new IllegalArgumentException(rule + ", was " + was);
        }
    }
}
