package org.noisescale.parameterserver.control;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.ServerAddress;

/**
 * What the runs on a server process share.
 *
 * @param listen where it listens
 * @param shards how many shards each run gets
 * @param checkpoints of all runs
 * @param executor starts and ends runs, which takes longer than the others may wait for a sign of life
 * @param streams the first streams of the blocks that are in use
 * @param watch is told of runs and drivers
 */
record Host(
        ServerAddress listen,
        int shards,
        AeronNode node,
        RunCheckpoints checkpoints,
        Executor executor,
        Set<Integer> streams,
        ServerWatch watch) {
    static Host of(
            ServerAddress listen,
            int shards,
            AeronNode node,
            RunCheckpoints checkpoints,
            Executor executor,
            ServerWatch watch) {
        return new Host(listen, shards, node, checkpoints, executor, ConcurrentHashMap.newKeySet(), watch);
    }
}
