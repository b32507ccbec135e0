package org.noisescale.driver.job.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * The files under one folder of a file system of Hadoop's, by their names in it. Whoever looks, and whenever a process
 * ends, finds of each file the old one or the new one. A store of objects shows an object when all of it is there, in
 * place of the old one. Other file systems show a file while it is written, and not all of them can replace one in one
 * step, so that a new one that is whole waits under another name while the old one is removed.
 */
final class RemoteFiles implements AutoCloseable {
    private static final String PARTIAL = ".partial";
    private static final String WHOLE = ".whole";

    private final FileSystem system;
    private final org.apache.hadoop.fs.Path root;

    RemoteFiles(FileSystem system, org.apache.hadoop.fs.Path root) {
        this.system = system;
        this.root = system.makeQualified(root);
    }

    /** All files that are there as a whole. */
    List<String> names() throws IOException {
        SortedSet<String> found = new TreeSet<>();
        if (system.exists(root)) {
            RemoteIterator<LocatedFileStatus> all = system.listFiles(root, true);
            int prefix = root.toUri().getPath().length() + 1;
            while (all.hasNext()) {
                found.add(all.next().getPath().toUri().getPath().substring(prefix));
            }
        }
        found.removeIf(name -> name.endsWith(PARTIAL));
        return found.stream()
                .map(name -> name.endsWith(WHOLE) ? name.substring(0, name.length() - WHOLE.length()) : name)
                .distinct()
                .toList();
    }

    /** Copies a file to this machine. */
    void fetch(String name, Path target) throws IOException {
        org.apache.hadoop.fs.Path there = path(name);
        system.copyToLocalFile(false, system.exists(there) ? there : path(name + WHOLE), local(target), true);
    }

    /** Copies a file from this machine. */
    void store(Path source, String name) throws IOException {
        if (showsWholeFilesOnly()) {
            copy(source, name);
        } else {
            copy(source, name + PARTIAL);
            putInPlace(name);
        }
    }

    /** Whether what is written comes into sight when it is complete, since until then it could still be taken back. */
    private boolean showsWholeFilesOnly() throws IOException {
        return system.hasPathCapability(root, StreamCapabilities.ABORTABLE_STREAM);
    }

    private void copy(Path source, String name) throws IOException {
        system.copyFromLocalFile(false, true, local(source), path(name));
    }

    private void putInPlace(String name) throws IOException {
        if (system.exists(path(name))) {
            remove(name + WHOLE);
            rename(name + PARTIAL, name + WHOLE);
            remove(name);
            rename(name + WHOLE, name);
        } else {
            rename(name + PARTIAL, name);
        }
    }

    private void rename(String from, String to) throws IOException {
        if (!system.rename(path(from), path(to))) {
            throw new IOException(path(from) + " cannot be renamed to " + to);
        }
    }

    /** Removes a file, if it is there. */
    void remove(String name) throws IOException {
        if (system.exists(path(name)) && !system.delete(path(name), false)) {
            throw new IOException(path(name) + " cannot be removed");
        }
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(root, name);
    }

    private static org.apache.hadoop.fs.Path local(Path file) {
        return new org.apache.hadoop.fs.Path(file.toAbsolutePath().toUri());
    }

    @Override
    public void close() throws IOException {
        system.close();
    }
}
