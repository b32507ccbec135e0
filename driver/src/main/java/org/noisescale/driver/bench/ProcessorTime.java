package org.noisescale.driver.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.stream.Stream;

/** How much processor time this JVM and the processes that it started have used. */
final class ProcessorTime {
    private ProcessorTime() {}

    /**
     * Of this JVM and these workers, in steps of what the operating system counts, mostly 10 ms; workers whose time is
     * not told count nothing.
     */
    static Duration of(Collection<WorkerProcess> workers) {
        return Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        workers.stream().map(worker -> worker.process().toHandle()))
                .flatMap(handle -> handle.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
