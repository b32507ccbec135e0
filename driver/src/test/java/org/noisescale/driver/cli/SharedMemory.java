package org.noisescale.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What Aeron leaves of a process that is killed. It names its folders after the user, whom a test may choose. */
final class SharedMemory {
    private static final Path PLACE = Path.of("/dev/shm");

    private SharedMemory() {}

    static List<Path> folders(String user) throws IOException {
        if (!Files.isDirectory(PLACE)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(PLACE)) {
            return all.filter(folder -> folder.getFileName().toString().contains(user))
                    .toList();
        }
    }

    static void remove(String user) throws IOException {
        for (Path folder : folders(user)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
