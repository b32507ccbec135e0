package org.noisescale.driver.job.storage;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.noisescale.driver.job.RunFailedException;
import org.noisescale.driver.study.InputException;

/** Where the results of a study go. They come about in a folder of this machine, wherever they are kept. */
public interface ResultsPlace extends AutoCloseable {
    /** A scheme of two letters or more, since a drive has one: {@code s3a:}, {@code hdfs:}. */
    Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/");

    /**
     * The place that an option names.
     *
     * @throws InputException if it is an address that cannot be read
     */
    static ResultsPlace of(String folderOrAddress) {
        return ADDRESS.matcher(folderOrAddress).lookingAt()
                ? RemoteFolder.open(folderOrAddress)
                : new LocalFolder(Path.of(folderOrAddress));
    }

    /** The folder of this machine in which the results come about. */
    Path folder();

    /** A file of that folder, or the folder, as whoever looks for it later has to name it. */
    String nameOf(Path file);

    /**
     * Keeps what is there by now.
     *
     * @throws RunFailedException if that does not succeed; the message says where the results are then
     */
    void store();

    /** Keeps what is there, as {@link #store} does, and leaves the folder. */
    @Override
    void close();
}
