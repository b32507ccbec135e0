package org.noisescale.driver.job.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.noisescale.driver.job.RunFailedException;
import org.noisescale.driver.study.InputException;

/**
 * A folder in a file system of Hadoop's, worked on in a temporary one of this machine: that one begins with all that
 * the remote one holds, and what has changed in it is copied back. The summary is copied last, so that a run with a row
 * there is there as a whole. Nobody notices two processes that write to the same address.
 */
final class RemoteFolder implements ResultsPlace {
    private static final String LAST = "summary.csv";
    private static final String LOCK = ".lock";
    private static final String PARTIAL = ".partial";

    private final String address;
    private final RemoteFiles files;
    private final Path folder;
    private final Map<String, State> kept = new HashMap<>();

    /** What tells a file that has changed. */
    private record State(long bytes, long modifiedMs) {
        static State of(Path file) throws IOException {
            return new State(Files.size(file), Files.getLastModifiedTime(file).toMillis());
        }
    }

    private RemoteFolder(String address, RemoteFiles files, Path folder) {
        this.address = address;
        this.files = files;
        this.folder = folder;
    }

    /**
     * Fetches what the folder holds.
     *
     * @throws InputException if nobody knows such file systems here, or the folder cannot be read
     */
    static RemoteFolder open(String address) {
        String trimmed = address.replaceAll("/+$", "");
        try {
            FileSystem system = FileSystem.newInstance(URI.create(trimmed), configuration(trimmed));
            RemoteFiles files = new RemoteFiles(system, new org.apache.hadoop.fs.Path(trimmed));
            RemoteFolder remote = new RemoteFolder(trimmed, files, Files.createTempDirectory("noisescale-out"));
            remote.fetch();
            return remote;
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(address + " cannot be read: " + reason(e), e);
        } catch (NoClassDefFoundError e) {
            throw withoutJars(address, String.valueOf(e.getMessage()));
        }
    }

    /** With what the user set as {@code spark.hadoop.…}, and the keys of AWS that are in the environment. */
    private static Configuration configuration(String address) {
        Configuration configuration = SparkHadoopUtil.get().newConfiguration(new SparkConf());
        configuration.setBoolean("fs.automatic.close", false); // it is still needed when Ctrl-C ends the process
        String name = configuration.get("fs." + URI.create(address).getScheme() + ".impl");
        if (name != null && configuration.getClassByNameOrNull(name) == null) {
            throw withoutJars(address, name);
        }
        return configuration;
    }

    private static InputException withoutJars(String address, String name) {
        return new InputException(address + " needs libraries that are not here (there is no " + name
                + "); put their jars into the folder jars, those of Hadoop in version " + VersionInfo.getVersion());
    }

    private static String reason(Throwable trouble) {
        String message = trouble.getMessage();
        return message == null
                ? trouble.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private void fetch() throws IOException {
        for (String name : files.names()) {
            Path target = folder.resolve(name).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException(name + " leads out of the folder");
            }
            Files.createDirectories(target.getParent());
            files.fetch(name, target);
            kept.put(name, State.of(target));
        }
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String nameOf(Path file) {
        String name = folder.relativize(file).toString();
        return name.isEmpty() ? address : address + "/" + name;
    }

    /**
     * Copies what has changed since the last time, and removes what is no longer there.
     *
     * @throws RunFailedException if that does not succeed; the message says where the results are now
     */
    @Override
    public void store() {
        try {
            List<String> names = names();
            for (String name : names) {
                storeIfChanged(name);
            }
            Set<String> gone = new HashSet<>(kept.keySet());
            names.forEach(gone::remove);
            for (String name : gone) {
                files.remove(name);
                kept.remove(name);
            }
        } catch (IOException e) {
            throw new RunFailedException(
                    address + " cannot be written: " + reason(e) + "; what is missing there is in " + folder, e);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.equals(LOCK) && !name.endsWith(PARTIAL))
                    .sorted(Comparator.<String, Boolean>comparing(LAST::equals)
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private void storeIfChanged(String name) throws IOException {
        Path file = folder.resolve(name);
        State state = State.of(file);
        if (!state.equals(kept.get(name))) {
            files.store(file, name);
            kept.put(name, state);
        }
    }

    @Override
    public void close() {
        try (files) {
            store();
            removeAll();
        } catch (IOException e) {
            throw new RunFailedException(folder + " cannot be removed: " + reason(e), e);
        }
    }

    private void removeAll() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
