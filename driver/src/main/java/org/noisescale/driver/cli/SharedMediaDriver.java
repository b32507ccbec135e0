package org.noisescale.driver.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.study.InputException;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.StandaloneMediaDriver;

/** The option {@code --media-driver}. */
final class SharedMediaDriver {
    private SharedMediaDriver() {}

    /** Makes this JVM, and the executors that it asks for, use the driver in this folder; null for own ones. */
    static void useIfNamed(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        if (!StandaloneMediaDriver.runsIn(folder)) {
            throw new InputException("--media-driver " + folder
                    + ": no media driver is running there; start one with noisescale media-driver --dir " + folder);
        }
        System.setProperty(
                AeronNode.MEDIA_DRIVER, folder.toAbsolutePath().normalize().toString());
    }
}
