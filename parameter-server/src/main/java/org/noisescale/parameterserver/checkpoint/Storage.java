package org.noisescale.parameterserver.checkpoint;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** The few things that a store does to a flat folder of files; a process may end after any of them. */
public interface Storage {
    /** The names of all files; none if there is no folder yet. */
    List<String> names() throws IOException;

    /** Creates a file with this content, or replaces one, and returns when it would survive a loss of power. */
    void write(String name, Content content) throws IOException;

    /** Gives a file another name in one go, and returns when that would survive a loss of power. */
    void rename(String from, String to) throws IOException;

    /** Removes a file, if it is there. */
    void delete(String name) throws IOException;

    /** How many bytes a file has. */
    long length(String name) throws IOException;

    /** Opens a file for reading from its beginning. */
    ReadableByteChannel open(String name) throws IOException;

    /** Something to be written. */
    interface Content {
        /** Writes it. */
        void writeTo(WritableByteChannel target) throws IOException;
    }
}
