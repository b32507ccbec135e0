package org.noisescale.driver.cli;

import picocli.CommandLine.Option;

/** How many workers and shards a bench has. */
final class BenchParties {
    @Option(names = "--workers", paramLabel = "W", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--shards", paramLabel = "S", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int shards;

    int workers() {
        return workers;
    }

    int shards() {
        return shards;
    }
}
