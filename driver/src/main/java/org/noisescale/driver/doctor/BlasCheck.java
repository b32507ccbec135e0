package org.noisescale.driver.doctor;

import java.util.Map;
import org.noisescale.parameterserver.diagnosis.Finding;
import org.noisescale.worker.gradient.NativeThreads;

/**
 * Whether workers of one machine leave each other their cores: threads of a matrix product that have nothing to do
 * spin, and two teams on two cores are ten times slower than two single threads.
 *
 * @param threads of one matrix product
 * @param processors of this machine
 */
record BlasCheck(NativeThreads threads, int processors) {
    private static final String SUBJECT = "BLAS threads";

    static BlasCheck measure() {
        return new BlasCheck(NativeThreads.current(), Runtime.getRuntime().availableProcessors());
    }

    Finding finding() {
        String measured = threads.blas() + " in " + threads.vendor() + ", " + threads.openMp() + " in OpenMP, on "
                + processors + (processors == 1 ? " processor" : " processors");
        if (threads.blas() <= 1 && threads.openMp() <= 1) {
            return Finding.good(SUBJECT, measured);
        }
        Map<String, Integer> variables =
                Map.of("OMP_NUM_THREADS", threads.openMp(), "OPENBLAS_NUM_THREADS", threads.blas());
        String setting = variables.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(entry -> entry.getKey() + "=1")
                .sorted()
                .reduce((one, other) -> one + " " + other)
                .orElseThrow();
        return Finding.slow(
                SUBJECT,
                measured + "; workers that share the machine get in each other's way",
                "set " + setting + ", unless a worker has the machine to itself");
    }
}
