package org.noisescale.parameterserver.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The limits of this container, as Linux tells them in files: those of version 2, or else of version 1.
 *
 * @param folders where to look for them, in this order
 */
record ControlGroup(List<Path> folders) {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final Path SELF = Path.of("/proc/self/cgroup");
    private static final String VERSION_2 = "0::/";
    /** What version 1 says where there is no limit is more than any machine has. */
    private static final long UNLIMITED = 1L << 60;

    static ControlGroup ofThisProcess() {
        return new ControlGroup(List.of(ROOT.resolve(ownPath()), ROOT, ROOT.resolve("cpu"), ROOT.resolve("memory")));
    }

    private static String ownPath() {
        try (Stream<String> lines = Files.isReadable(SELF) ? Files.lines(SELF) : Stream.empty()) {
            return lines.filter(line -> line.startsWith(VERSION_2))
                    .map(line -> line.substring(VERSION_2.length()))
                    .findFirst()
                    .orElse("");
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** How many processors' time it may take; empty for all of them. */
    Optional<Double> processors() {
        Optional<String[]> both = find("cpu.max").map(text -> text.split(" "));
        if (both.isPresent()) {
            return both.filter(words -> !words[0].equals("max"))
                    .map(words -> Double.parseDouble(words[0]) / Double.parseDouble(words[1]));
        }
        return find("cpu.cfs_quota_us")
                .map(Double::parseDouble)
                .filter(quota -> quota > 0)
                .flatMap(quota -> find("cpu.cfs_period_us").map(period -> quota / Double.parseDouble(period)));
    }

    /** How often its time was up before the period was over. */
    long throttled() {
        return find("cpu.stat").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("nr_throttled "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }

    /** How many bytes it may take; empty for all of them. */
    OptionalLong memoryBytes() {
        return find("memory.max").or(() -> find("memory.limit_in_bytes")).filter(text -> !text.equals("max")).stream()
                .mapToLong(Long::parseLong)
                .filter(bytes -> bytes < UNLIMITED)
                .findFirst();
    }

    private Optional<String> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isReadable)
                .findFirst()
                .flatMap(ControlGroup::read);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
