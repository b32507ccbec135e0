package org.noisescale.driver.job;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.client.WorkerMeter;
import org.noisescale.parameterserver.metrics.ExecutorMeters;
import org.noisescale.parameterserver.metrics.MetricsServer;

/** Where the workers of this JVM answer Prometheus, if that is asked for; one for all of them. */
final class WorkerEndpoint implements AutoCloseable {
    private static final AtomicReference<@Nullable WorkerEndpoint> CURRENT = new AtomicReference<>();

    private final MetricsServer server;
    private final ExecutorMeters meters;
    private final AtomicInteger working = new AtomicInteger();

    private WorkerEndpoint(MetricsServer server) {
        this.server = server;
        meters = new ExecutorMeters(server.registry());
    }

    /** That of this JVM; empty if nobody asked for it. */
    static Optional<WorkerEndpoint> find() {
        return Optional.ofNullable(CURRENT.get());
    }

    /**
     * Opens this JVM's, at the asked port, or one of so many after it, as several executors may be on a machine.
     *
     * @throws IOException if that is not possible
     */
    static WorkerEndpoint open(WorkerMetrics place, int retries) throws IOException {
        WorkerEndpoint opened = new WorkerEndpoint(listen(place, retries));
        CURRENT.set(opened);
        return opened;
    }

    private static MetricsServer listen(WorkerMetrics place, int retries) throws IOException {
        InetAddress host = InetAddress.getByName(place.host());
        int last = place.port() == 0 ? 0 : Math.min(WorkerMetrics.PORT_MAX, place.port() + retries);
        for (int port = place.port(); port < last; port++) {
            try {
                return new MetricsServer(host, port);
            } catch (BindException taken) {
                // The next port is tried, as Spark does for its own.
            }
        }
        return new MetricsServer(host, last);
    }

    int port() {
        return server.address().getPort();
    }

    /** A worker of a run is present until that is closed. */
    Present present(String run) {
        working.incrementAndGet();
        server.ready(true);
        return new Present(run);
    }

    /** The presence of a worker. */
    final class Present implements AutoCloseable {
        private final String run;
        private @Nullable WorkerMeter shown;

        private Present(String run) {
            this.run = run;
        }

        /** Tells of what it does. */
        void show(WorkerMeter meter) {
            shown = meter;
            meters.onWorker(run, meter);
        }

        @Override
        public void close() {
            if (shown != null) {
                meters.onWorkerOver(run, shown);
            }
            server.ready(working.decrementAndGet() > 0);
        }
    }

    @Override
    public void close() {
        CURRENT.compareAndSet(this, null);
        server.close();
    }
}
