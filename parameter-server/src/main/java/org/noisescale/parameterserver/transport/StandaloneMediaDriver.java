package org.noisescale.parameterserver.transport;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.exceptions.ActiveDriverException;
import java.nio.file.Path;

/**
 * A media driver for all JVMs of a machine that are told its folder: they then meet over shared memory, and have one
 * thread for the network among them instead of one each. Where it ends, all of their connections end.
 */
public final class StandaloneMediaDriver implements AutoCloseable {
    private final MediaDriver driver;

    private StandaloneMediaDriver(MediaDriver driver) {
        this.driver = driver;
    }

    /**
     * Starts one; files that a dead one has left in the folder are removed.
     *
     * @throws IllegalStateException if one is running there
     */
    public static StandaloneMediaDriver start(Path folder) {
        AeronSettings settings = AeronSettings.ofThisJvm();
        try {
            return new StandaloneMediaDriver(MediaDriver.launch(settings.standaloneDriver(absolute(folder))));
        } catch (ActiveDriverException running) {
            throw new IllegalStateException("a media driver is running in " + folder, running);
        }
    }

    /** Where its files are. */
    public Path folder() {
        return Path.of(driver.aeronDirectoryName());
    }

    /** Whether one gives signs of life there. */
    public static boolean runsIn(Path folder) {
        return AeronSettings.isActive(absolute(folder));
    }

    static String absolute(Path folder) {
        return folder.toAbsolutePath().normalize().toString();
    }

    /** Ends it and removes its files. */
    @Override
    public void close() {
        driver.close();
    }
}
