package org.noisescale.worker.gradient;

import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;

/** What computes: the bits of a result depend on it. */
public record NativeBackend(String backend, String blas) {
    /** The backend of this JVM; loads the native libraries. */
    public static NativeBackend current() {
        Properties properties = Nd4j.getExecutioner().getEnvironmentInformation();
        return new NativeBackend(
                String.valueOf(properties.get("backend")), String.valueOf(properties.get("blas.vendor")));
    }
}
