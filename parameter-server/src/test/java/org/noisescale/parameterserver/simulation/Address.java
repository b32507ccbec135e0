package org.noisescale.parameterserver.simulation;

/** Where frames are sent: a rank of a role, whoever plays it at the moment they arrive. */
record Address(Role role, int rank) {
    static final Address DRIVER = new Address(Role.DRIVER, 0);

    /** What a party is. */
    enum Role {
        DRIVER,
        WORKER,
        SHARD
    }

    static Address worker(int rank) {
        return new Address(Role.WORKER, rank);
    }

    static Address shard(int rank) {
        return new Address(Role.SHARD, rank);
    }
}
