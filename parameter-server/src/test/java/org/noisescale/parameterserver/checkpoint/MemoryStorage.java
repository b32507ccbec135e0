package org.noisescale.parameterserver.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files in memory, which stay when the process that writes them is struck down in the middle. */
public final class MemoryStorage implements Storage {
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private int operationsLeft = Integer.MAX_VALUE;
    private double shareOfLastWrite;

    /** The process is gone. */
    public static final class Struck extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** No files yet. */
    public MemoryStorage() {}

    /** After so many operations comes one that is not done, or, if it writes, done for a share of its bytes. */
    public void strikeAfter(int operations, double share) {
        operationsLeft = operations;
        shareOfLastWrite = share;
    }

    /** Another process finds the same files. */
    public void revive() {
        operationsLeft = Integer.MAX_VALUE;
    }

    /** What a file holds. */
    public byte[] content(String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw new NoSuchElementException(name);
        }
        return content;
    }

    /** Puts a file there. */
    public void put(String name, byte[] content) {
        files.put(name, content);
    }

    private boolean isStruck() throws IOException {
        if (operationsLeft < 0) {
            throw new Struck();
        }
        return operationsLeft-- == 0;
    }

    private void proceed() throws IOException {
        if (isStruck()) {
            throw new Struck();
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public void write(String name, Content content) throws IOException {
        boolean struck = isStruck();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.writeTo(Channels.newChannel(bytes));
        byte[] whole = bytes.toByteArray();
        files.put(name, struck ? Arrays.copyOf(whole, (int) (whole.length * shareOfLastWrite)) : whole);
        if (struck) {
            throw new Struck();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        proceed();
        files.put(to, content(from));
        files.remove(from);
    }

    @Override
    public void delete(String name) throws IOException {
        proceed();
        files.remove(name);
    }

    @Override
    public long length(String name) {
        return content(name).length;
    }

    @Override
    public ReadableByteChannel open(String name) {
        return Channels.newChannel(new ByteArrayInputStream(content(name)));
    }
}
