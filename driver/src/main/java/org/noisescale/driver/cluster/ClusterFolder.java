package org.noisescale.driver.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisescale.driver.study.InputException;

/**
 * Where a cluster is written down: a file {@code NAME.pid} for each process, with the number and start of the shell
 * that keeps it running, beside its log; a file {@code master} with the address; and the folder of what its processes
 * keep in memory.
 */
final class ClusterFolder {
    private static final String PID = ".pid";

    private final Path path;

    ClusterFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Makes the folder, if nobody else is doing so or has done so. */
    void begin() {
        if (!master().isEmpty() && processes().stream().noneMatch(ClusterProcess::isAlive)) {
            end(); // of what the machine's own end has ended
        }
        try {
            Files.createDirectories(path);
            Files.createFile(path.resolve("master"));
        } catch (FileAlreadyExistsException taken) {
            throw new InputException(
                    "a cluster is there already (" + path + "); noisescale cluster status shows it, and noisescale"
                            + " cluster stop ends it",
                    taken);
        } catch (IOException e) {
            throw new InputException("--state " + path + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Whether a cluster was begun here and not ended. */
    boolean isTaken() {
        return Files.exists(path.resolve("master"));
    }

    /** While this file is there, processes that end are started again. */
    Path keeping() {
        return path.resolve("keeping");
    }

    /** From now on, or no longer, processes that end are started again. */
    void keep(boolean wanted) {
        if (wanted) {
            write(keeping(), "");
        } else {
            delete(keeping());
        }
    }

    void master(String url) {
        write(path.resolve("master"), url);
    }

    /** The master's URL; empty until it is known. */
    String master() {
        return read(path.resolve("master")).strip();
    }

    Path log(String name) {
        return path.resolve(name + ".log");
    }

    /** What a process has said. */
    String output(String name) {
        return read(log(name));
    }

    /** What the processes keep in memory: the files of their media drivers. */
    Path memory() {
        Path shared = Path.of("/dev/shm");
        String name = "noisescale-cluster-"
                + Integer.toHexString(path.toAbsolutePath().normalize().hashCode());
        return Files.isDirectory(shared) ? shared.resolve(name) : path.resolve("memory");
    }

    /** The files of the media driver that all of them share. */
    Path mediaDriver() {
        return memory().resolve("shared");
    }

    void add(ClusterProcess process) {
        write(path.resolve(process.name() + PID), process.pid() + " " + process.started() + "\n");
    }

    /** Those that were started, in the order of their names: the master comes before the workers. */
    List<ClusterProcess> processes() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(PID))
                    .flatMap(file -> parse(file).stream())
                    .sorted(Comparator.comparing(ClusterProcess::started))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ClusterProcess> parse(Path file) {
        String name = file.getFileName().toString();
        String[] words = read(file).strip().split(" ", -1);
        try {
            return Optional.of(new ClusterProcess(
                    name.substring(0, name.length() - PID.length()),
                    Long.parseLong(words[0]),
                    Instant.parse(words[1])));
        } catch (NumberFormatException | DateTimeParseException | ArrayIndexOutOfBoundsException damaged) {
            throw new InputException(file + ": must hold a process's number and start; remove it", damaged);
        }
    }

    /** Removes all traces but the logs and what Spark keeps of its applications. */
    void end() {
        keep(false);
        delete(memory());
        for (ClusterProcess process : processes()) {
            delete(path.resolve(process.name() + PID));
        }
        delete(path.resolve("master"));
    }

    private static void delete(Path target) {
        if (!Files.exists(target)) {
            return;
        }
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
