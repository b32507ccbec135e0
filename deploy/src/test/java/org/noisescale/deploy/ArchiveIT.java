package org.noisescale.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/**
 * Two builds give the same bytes: nothing of when, where and by whom gets into what is packed. The archive of a server
 * is packed like the large one.
 */
class ArchiveIT {
    private static final Instant TIME = Instant.parse(System.getProperty("noisescale.timestamp"));
    private static final Path TARGET = Path.of("target");

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(path -> path.getFileName().toString().matches("noisescale-server-.*\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<TarArchiveEntry> entries() throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (InputStream stream = Files.newInputStream(archive());
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(stream))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static List<Path> ownJars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String module : List.of("parameter-server", "worker", "driver")) {
            try (Stream<Path> files = Files.list(TARGET.resolve("noisescale/jars"))) {
                files.filter(path -> path.getFileName().toString().startsWith(module + "-"))
                        .forEach(jars::add);
            }
        }
        return jars;
    }

    @Test
    void entriesHaveOneTimeAndNoOwner() throws IOException {
        assertThat(entries()).hasSizeGreaterThan(20).allSatisfy(entry -> {
            assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(TIME);
            assertThat(entry.getLongUserId()).isZero();
            assertThat(entry.getLongGroupId()).isZero();
            assertThat(entry.getUserName()).isEqualTo("root");
            assertThat(entry.getGroupName()).isEqualTo("root");
        });
    }

    /** Not those of the files that were packed, which follow the user's umask. */
    @Test
    void entriesHaveModesOfTheirOwn() throws IOException {
        assertThat(entries()).allSatisfy(entry -> {
            boolean isForExecution = entry.isDirectory() || entry.getName().contains("/bin/");
            assertThat(entry.getMode() & 0777).as(entry.getName()).isEqualTo(isForExecution ? 0755 : 0644);
        });
    }

    @Test
    void entriesAreInOneOrderWithinTheirFolder() throws IOException {
        List<String> jars = entries().stream()
                .map(TarArchiveEntry::getName)
                .filter(name -> name.endsWith(".jar"))
                .toList();
        List<String> sorted = new ArrayList<>(jars);
        Collections.sort(sorted);

        assertThat(jars).isEqualTo(sorted);
    }

    /** The form that {@code sha256sum --check} reads. */
    @Test
    void checksumsNameTheirArchive() throws IOException, NoSuchAlgorithmException {
        Path archive = archive();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));

        assertThat(archive.resolveSibling(archive.getFileName() + ".sha256"))
                .content()
                .isEqualTo(HexFormat.of().formatHex(digest) + "  " + archive.getFileName() + "\n");
    }

    @Test
    void ownJarsHaveOneTime() throws IOException {
        assertThat(ownJars()).hasSize(3);
        for (Path jar : ownJars()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                assertThat(zip.stream().map(ZipEntry::getTimeLocal).distinct())
                        .containsExactly(TIME.atOffset(ZoneOffset.UTC).toLocalDateTime());
            }
        }
    }

    /** Whatever the umask of who built them. */
    @Test
    void ownJarsHaveModesOfTheirOwn() throws IOException {
        for (Path jar : ownJars()) {
            try (var zip = org.apache.commons.compress.archivers.zip.ZipFile.builder()
                    .setPath(jar)
                    .get()) {
                assertThat(Collections.list(zip.getEntries()))
                        .hasSizeGreaterThan(20)
                        .allSatisfy(entry -> assertThat(entry.getUnixMode() & 0777)
                                .as(entry.getName())
                                .isEqualTo(entry.isDirectory() ? 0755 : 0644));
            }
        }
    }

    /** Neither in the manifest nor in what was generated or filtered. */
    @Test
    void ownJarsDoNotTellWhoBuiltThem() throws IOException {
        List<String> traces = List.of(Path.of("..").toRealPath().toString(), "Built-By", "Build-Jdk:");
        for (Path jar : ownJars()) {
            try (JarFile zip = new JarFile(jar.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertThat(text).as(entry.getName()).doesNotContain(traces);
                }
            }
        }
    }
}
