package org.noisescale.driver.job.storage;

import java.nio.file.Path;

/** A folder in which results stay where they come about. */
record LocalFolder(Path folder) implements ResultsPlace {
    @Override
    public String nameOf(Path file) {
        return file.toString();
    }

    @Override
    public void store() {}

    @Override
    public void close() {}
}
