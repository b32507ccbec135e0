package org.noisescale.driver.job;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.AeronNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process's share in a media driver: taken when it is needed first, and anew where the one before was lost. */
final class DriverNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriverNode.class);
    private static final long POLL_MS = 50;

    private @Nullable AeronNode share;

    /** The share; throws {@link RunAbortedException} if there is no media driver. */
    AeronNode get() {
        AeronNode there = share;
        if (there == null) {
            there = AeronNode.open();
            share = there;
        }
        return there;
    }

    /** What was lost with the media driver, in words; empty if it is there, or was not needed so far. */
    Optional<String> loss() {
        return Optional.ofNullable(share).filter(AeronNode::isLost).map(AeronNode::loss);
    }

    /**
     * Takes a share in the next media driver, if this one is lost.
     *
     * @throws RunAbortedException if there is none within the limit
     */
    void renew(Duration limit) throws InterruptedException {
        if (loss().isEmpty()) {
            return;
        }
        close();
        long deadlineNs = System.nanoTime() + limit.toNanos();
        while (share == null) {
            take(System.nanoTime() - deadlineNs > 0);
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private void take(boolean last) {
        try {
            get();
        } catch (RunAbortedException e) {
            if (last) {
                throw e;
            }
            LOG.debug("the next media driver is not there yet", e);
        }
    }

    @Override
    public void close() {
        AeronNode there = share;
        share = null;
        if (there != null) {
            there.close();
        }
    }
}
