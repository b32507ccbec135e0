package org.noisescale.driver.job.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A file system of Hadoop's, {@code memory://NAME/…}, whose files are in this JVM and outlive those who open it. As in
 * a store of objects, folders are there where files are. It can break down after a number of changes; a file that was
 * being written is then there in part.
 */
public final class MemoryFileSystem extends FileSystem {
    private static final Map<String, byte[]> FILES = new ConcurrentSkipListMap<>();
    private static final AtomicInteger CHANGES_LEFT = new AtomicInteger(Integer.MAX_VALUE);
    private static final AtomicBoolean IS_STORE = new AtomicBoolean();
    private static final String SETTING = "spark.hadoop.fs.memory.impl";

    private URI uri = URI.create("memory:///");
    private Path working = new Path("/");

    /** Makes it known to Hadoop, with nothing in it. */
    public static void begin() {
        System.setProperty(SETTING, MemoryFileSystem.class.getName());
        FILES.clear();
        IS_STORE.set(false);
        repair();
    }

    /** Lets Hadoop forget it. */
    public static void end() {
        System.clearProperty(SETTING);
        begin();
        System.clearProperty(SETTING);
    }

    /** Lets it be as a store of objects: an object is there when it is whole, and another name for it is a copy. */
    static void becomeAStoreOfObjects() {
        IS_STORE.set(true);
    }

    /** Lets it fail from the change after so many on. */
    static void breakAfter(int changes) {
        CHANGES_LEFT.set(changes);
    }

    /** Whether it has failed since; from now on it works again. */
    static boolean repair() {
        return CHANGES_LEFT.getAndSet(Integer.MAX_VALUE) < 0;
    }

    /** All files, as text by path. */
    public static Map<String, String> files() {
        Map<String, String> texts = new TreeMap<>();
        FILES.forEach((path, bytes) -> texts.put(path, new String(bytes, StandardCharsets.UTF_8)));
        return texts;
    }

    /** The text of one. */
    public static String text(String path) {
        return Objects.requireNonNull(files().get(path), path);
    }

    /** Puts a file there. */
    public static void put(String path, String text) {
        FILES.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void change() throws IOException {
        if (CHANGES_LEFT.decrementAndGet() < 0) {
            throw new IOException("the memory is full");
        }
    }

    @Override
    public void initialize(URI name, Configuration configuration) throws IOException {
        super.initialize(name, configuration);
        setConf(configuration);
        uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    }

    @Override
    public String getScheme() {
        return "memory";
    }

    @Override
    public URI getUri() {
        return uri;
    }

    private static String key(Path path) {
        return path.toUri().getPath();
    }

    /** Bytes that can be read from any position. */
    private static final class Bytes extends ByteArrayInputStream implements Seekable, PositionedReadable {
        Bytes(byte[] bytes) {
            super(bytes);
        }

        @Override
        public void seek(long position) {
            pos = (int) position;
        }

        @Override
        public long getPos() {
            return pos;
        }

        @Override
        public boolean seekToNewSource(long position) {
            return false;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) {
            seek(position);
            return read(target, offset, length);
        }

        @Override
        public void readFully(long position, byte[] target, int offset, int length) {
            read(position, target, offset, length);
        }

        @Override
        public void readFully(long position, byte[] target) {
            readFully(position, target, 0, target.length);
        }
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        byte[] bytes = FILES.get(key(path));
        if (bytes == null) {
            throw new FileNotFoundException(path.toString());
        }
        return new FSDataInputStream(new Bytes(bytes));
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
                byte[] written = toByteArray();
                if (!IS_STORE.get()) {
                    FILES.put(key(path), Arrays.copyOf(written, written.length / 2));
                }
                change();
                FILES.put(key(path), written);
            }
        };
        return new FSDataOutputStream(bytes, null);
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException("append");
    }

    @Override
    public boolean hasPathCapability(Path path, String capability) throws IOException {
        return capability.equals(StreamCapabilities.ABORTABLE_STREAM)
                ? IS_STORE.get()
                : super.hasPathCapability(path, capability);
    }

    @Override
    public boolean rename(Path source, Path target) throws IOException {
        if (IS_STORE.get()) {
            throw new UnsupportedOperationException("a second transfer of " + source);
        }
        change();
        byte[] bytes = FILES.get(key(source));
        if (bytes == null || FILES.putIfAbsent(key(target), bytes) != null) {
            return false;
        }
        FILES.remove(key(source));
        return true;
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        change();
        return FILES.remove(key(path)) != null;
    }

    @Override
    public FileStatus[] listStatus(Path path) throws FileNotFoundException {
        String prefix = key(path) + "/";
        return FILES.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> prefix + name.substring(prefix.length()).split("/", 2)[0])
                .distinct()
                .map(name -> status(new Path(uri.toString() + name)))
                .toArray(FileStatus[]::new);
    }

    private static FileStatus status(Path path) {
        byte[] bytes = FILES.get(key(path));
        return new FileStatus(bytes == null ? 0 : bytes.length, bytes == null, 1, 1, 0, path);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws FileNotFoundException {
        boolean isThere = FILES.keySet().stream().anyMatch(name -> (name + "/").startsWith(key(path) + "/"));
        if (!isThere) {
            throw new FileNotFoundException(path.toString());
        }
        return status(makeQualified(path));
    }

    @Override
    public void setWorkingDirectory(Path path) {
        working = path;
    }

    @Override
    public Path getWorkingDirectory() {
        return working;
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
        return true;
    }
}
