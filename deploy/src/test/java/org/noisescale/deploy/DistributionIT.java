package org.noisescale.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.parameterserver.transport.UdpPorts;

/** The assembled folder against the build and the libraries that it was made from. */
class DistributionIT {
    private static final Path HOME = Path.of("target", "noisescale").toAbsolutePath();
    private static final Path JVM_OPTIONS = HOME.resolve("conf/jvm.options");
    /** ND4J says macosx-arm64 where Netty says osx-aarch_64. */
    private static final Pattern PLATFORM = Pattern.compile("-((linux|macosx|osx|windows)-[a-z0-9_]+)[^/]*\\.jar$");

    private static final Pattern METRICS = Pattern.compile("Metrics at (http://\\S+)\n");
    private static final Path STUDIES_OF_THE_DRIVER = Path.of("../driver/src/main/resources/studies");

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.of()) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void jvmOptionsHoldTheFlagsOfTheBuild() throws IOException {
        List<String> flags = words(System.getProperty("noisescale.jvm.args"));

        assertThat(words(Files.readString(JVM_OPTIONS))).isEqualTo(flags).hasSizeGreaterThan(10);
    }

    /** But for the incubator module: only Spark's MLlib uses it, and it prints a warning at every start. */
    @Test
    void jvmOptionsHoldWhatThisSparkAsksFor() throws IOException {
        List<String> asked = Stream.of(JavaModuleOptions.defaultModuleOptionArray())
                .filter(option -> !option.isEmpty() && !option.equals("--add-modules=jdk.incubator.vector"))
                .toList();

        assertThat(words(Files.readString(JVM_OPTIONS))).containsAll(asked);
    }

    @Test
    void jvmOptionsPleaseThisJava(@TempDir Path folder) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");

        Shell.Outcome outcome = new Shell(folder).run(java, "@" + JVM_OPTIONS, "--version");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.errors()).isEmpty();
    }

    @Test
    void holdsOurModulesAndNoTestLibraries() throws IOException {
        List<String> jars = names(HOME.resolve("jars"));

        assertThat(jars)
                .anyMatch(jar -> jar.startsWith("parameter-server-"))
                .anyMatch(jar -> jar.startsWith("worker-"))
                .anyMatch(jar -> jar.startsWith("driver-"))
                .noneMatch(jar -> jar.startsWith("deploy-"))
                .noneMatch(jar -> jar.contains("junit") || jar.contains("assertj") || jar.contains("jqwik"));
    }

    @Test
    void holdsNativesOfOnePlatform() throws IOException {
        Set<String> platforms = new TreeSet<>();
        for (String jar : names(HOME.resolve("jars"))) {
            Matcher matcher = PLATFORM.matcher(jar);
            if (matcher.find()) {
                platforms.add(matcher.group(1).replace("aarch_64", "arm64").replace("macosx", "osx"));
            }
        }

        assertThat(platforms).hasSize(1);
    }

    /**
     * Several jars may hold the same class; only one version of it may exist. Two sets of classes differ and hurt
     * nobody: annotations that no program reads, and a list of public suffixes that Guava uses for cookies.
     */
    @Test
    void holdsOneVersionOfEveryClass() throws IOException {
        Map<String, Map<Long, String>> versions = new TreeMap<>();
        for (String jar : names(HOME.resolve("jars"))) {
            collectClasses(HOME.resolve("jars").resolve(jar).toFile(), versions);
        }
        versions.values().removeIf(jars -> jars.size() == 1);
        versions.keySet().removeIf(name -> name.startsWith("javax/annotation/"));
        versions.keySet().removeIf(name -> name.startsWith("com/google/thirdparty/publicsuffix/"));

        assertThat(versions).isEmpty();
    }

    /** Adds the jar's classes: name → checksum → a jar that holds it. */
    private static void collectClasses(File jar, Map<String, Map<Long, String>> versions) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            zip.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .filter(entry -> !entry.getName().startsWith("META-INF/"))
                    .filter(entry -> !entry.getName().endsWith("module-info.class"))
                    .forEach(entry -> versions.computeIfAbsent(entry.getName(), name -> new TreeMap<>())
                            .put(entry.getCrc(), jar.getName()));
        }
    }

    @Test
    void holdsTheStudiesOfTheDriver() throws IOException {
        assertThat(names(HOME.resolve("studies"))).isEqualTo(names(STUDIES_OF_THE_DRIVER));
    }

    /** With the real jars: none of Spark or Deeplearning4j, and none that is missing. */
    @Test
    void serves(@TempDir Path folder) throws IOException, InterruptedException {
        Shell shell = new Shell(folder).with("JAVA_HOME", System.getProperty("java.home"));
        Shell.Outcome outcome = shell.with("NOISESCALE_JAVA_OPTS", "-verbose:class")
                .run(HOME.resolve("bin/noisescale"), "serve", "--listen", "nowhere");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors())
                .isEqualTo("noisescale: --listen must be HOST:PORT with a port from 1 to 65533, was nowhere;"
                        + " see noisescale serve --help\n");
        assertThat(outcome.output()).contains("parameter-server-").doesNotContain("spark", "nd4j", "deeplearning4j");
    }

    /** Prometheus' jars, too, are those of a server. */
    @Test
    void servesMetrics(@TempDir Path folder) throws IOException {
        String address = "127.0.0.1:" + UdpPorts.findFree("127.0.0.1", 2).orElseThrow();
        Shell.Running server = new Shell(folder)
                .with("JAVA_HOME", System.getProperty("java.home"))
                .start(HOME.resolve("bin/noisescale"), "serve", "--listen", address, "--metrics-port", 0);
        try {
            Shell.await(() -> METRICS.matcher(server.text()).find(), server);
            Matcher metrics = METRICS.matcher(server.text());
            assertThat(metrics.find()).isTrue();
            assertThat(server.text()).startsWith("Serving on " + address);

            assertThat(read(metrics.group(1))).contains("noisescale_server_drivers 0.0", "jvm_memory_used_bytes");
        } finally {
            server.stop();
        }
    }

    private static String read(String url) throws IOException {
        try (InputStream stream = URI.create(url).toURL().openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** As one that was made for another program. */
    @Test
    void saysWhichModulesAJavaLacks(@TempDir Path folder) throws IOException, InterruptedException {
        Path java = folder.resolve("java");
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        Shell shell = new Shell(folder);
        assertThat(shell.run(jlink, "--add-modules", "java.logging,java.xml,java.security.jgss", "--output", java)
                        .status())
                .isZero();

        Shell.Outcome outcome = shell.with("JAVA_HOME", java).run(HOME.resolve("bin/noisescale"), "doctor");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors())
                .startsWith("noisescale: the Java in " + java + " lacks the modules java.desktop, java.management, ")
                .endsWith("; set JAVA_HOME to a runtime that is whole\n")
                .hasLineCount(1);
    }

    @Test
    void canBeStarted() {
        assertThat(HOME.resolve("bin/noisescale")).isExecutable();
    }
}
