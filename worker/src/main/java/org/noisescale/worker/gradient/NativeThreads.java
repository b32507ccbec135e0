package org.noisescale.worker.gradient;

import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How many threads a matrix product and ND4J's own kernels take.
 *
 * @param vendor of the BLAS
 * @param blas its threads
 * @param openMp those of the kernels
 */
public record NativeThreads(String vendor, int blas, int openMp) {
    /** Those of this JVM; loads the native libraries. */
    public static NativeThreads current() {
        Properties properties = Nd4j.getExecutioner().getEnvironmentInformation();
        return new NativeThreads(
                String.valueOf(properties.get("blas.vendor")),
                count(properties, "blas.threads"),
                count(properties, "omp.threads"));
    }

    private static int count(Properties properties, String key) {
        return Integer.parseInt(String.valueOf(properties.get(key)));
    }
}
