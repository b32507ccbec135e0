package org.noisescale.driver.bench;

import org.noisescale.parameterserver.transport.CoreBinding;

/** Whether the threads that were measured were bound to cores, which decides more than anything else on few cores. */
final class ThreadPlacement {
    private ThreadPlacement() {}

    static String sentence() {
        return CoreBinding.isWanted()
                ? "Workers and shards were bound to cores."
                : "Workers and shards ran where the kernel put them; NOISESCALE_JAVA_OPTS=-D" + CoreBinding.PROPERTY
                        + "=true binds them to cores.";
    }
}
