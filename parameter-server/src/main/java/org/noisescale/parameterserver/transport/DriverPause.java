package org.noisescale.parameterserver.transport;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How a media driver waits that belongs to this JVM. Where all streams are in shared memory it only clears what was
 * read, long before anybody needs the room, and who wakes it ten thousand times a second takes a tenth of a core from
 * workers and shards. Datagrams wait for it.
 */
final class DriverPause implements IdleStrategy {
    private final IdleStrategy onSharedMemory = new BackoffIdleStrategy(0, 1, 50_000, 1_000_000);
    private final IdleStrategy onNetwork = AeronSettings.newIdleStrategy();
    private volatile boolean networked;

    /** From now on datagrams come and go; for any thread. */
    void expectDatagrams() {
        networked = true;
    }

    private IdleStrategy current() {
        return networked ? onNetwork : onSharedMemory;
    }

    @Override
    public void idle(int workCount) {
        current().idle(workCount);
    }

    @Override
    public void idle() {
        current().idle();
    }

    @Override
    public void reset() {
        current().reset();
    }
}
