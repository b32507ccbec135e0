package org.noisescale.worker.gradient;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.bytedeco.javacpp.Pointer;

/**
 * Has garbage collected when the process holds more memory than twice what JavaCPP may take (the heap's limit unless
 * {@code org.bytedeco.javacpp.maxbytes} says otherwise), or nine tenths of what its container has. Arrays that DL4J
 * makes outside its workspaces lie outside the heap; they are freed once the collector has found that nobody refers to
 * them, and a heap with room has no reason to look. JavaCPP can see to that itself, but asks the operating system
 * before each array that is made: a fifth of what a small step takes. So our JVMs turn that off with
 * {@code -Dorg.bytedeco.javacpp.maxphysicalbytes=0}, and this looks ten times a second instead. With another value of
 * the flag, or none, JavaCPP's own check stays the only one.
 */
final class PhysicalMemory {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final AtomicBoolean WATCHED = new AtomicBoolean();

    private final LongSupplier held;
    private final long limit;
    private final Runnable collection;
    /** What may be held before it is worth another try. */
    private long bearable;

    /**
     * For memory that is asked for and freed so.
     *
     * @param held bytes of the process
     * @param limit how many there may be
     * @param collection frees what nobody refers to
     */
    PhysicalMemory(LongSupplier held, long limit, Runnable collection) {
        this.held = held;
        this.limit = limit;
        this.collection = collection;
        bearable = limit;
    }

    /** Watches this JVM's own from now on, if JavaCPP does not. */
    static void watch() {
        boolean isOurs = Pointer.maxPhysicalBytes() == 0 && Pointer.maxBytes() > 0;
        if (isOurs && WATCHED.compareAndSet(false, true)) {
            PhysicalMemory own = new PhysicalMemory(Pointer::physicalBytes, limit(), System::gc);
            Thread thread = new Thread(own::lookAgainAndAgain, "physical-memory");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static long limit() {
        long total =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return Math.min(2 * Pointer.maxBytes(), total / 10 * 9);
    }

    private void lookAgainAndAgain() {
        while (!Thread.currentThread().isInterrupted()) {
            look();
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    /**
     * Collects if there is too much. What is left after that is in use: only if an eighth of the limit comes on top of
     * it is there something to gain again.
     */
    void look() {
        long now = held.getAsLong();
        if (now <= limit) {
            bearable = limit;
        } else if (now > bearable) {
            collection.run();
            bearable = Math.max(limit, held.getAsLong() + limit / 8);
        }
    }
}
