package org.noisescale.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script in an unpacked distribution, with a Java that only tells how it was called. */
class LauncherIT {
    private static final Path SCRIPT = Path.of("bin", "noisescale").toAbsolutePath();

    @TempDir
    private Path temporary;

    private Path home;
    private Path launcher;
    private Shell shell;

    @BeforeEach
    void unpack() throws IOException {
        temporary = temporary.toRealPath();
        home = temporary.resolve("a folder").resolve("noisescale");
        Files.createDirectories(home.resolve("jars"));
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/jvm.options"), "-Done=1 -Dtwo=2\n");
        launcher = Shell.script(home.resolve("bin/noisescale"), Files.readString(SCRIPT));
        shell = new Shell(temporary).with("JAVA_HOME", java("17.0.15"));
    }

    /** A JAVA_HOME whose Java writes its arguments and environment, a line each, and ends with status 7. */
    private Path java(String version) throws IOException {
        Path javaHome = temporary.resolve("java " + version);
        Shell.script(javaHome.resolve("bin/java"), """
                #!/bin/sh
                [ "$1" = -version ] && { printf '%%s\\n' 'Picked up a flag' 'openjdk version "%s" 2025-04-15' >&2; exit; }
                printf '%%s\\n' "$@"
                env
                exit 7
                """.formatted(version));
        return javaHome;
    }

    @Test
    void isAScriptThatBashCanRead() throws IOException, InterruptedException {
        assertThat(shell.run("bash", "-n", launcher).status()).isZero();
    }

    @Test
    void passesTheArgumentsAsTheyAreAndTheExitStatusBack() throws IOException, InterruptedException {
        Shell.Outcome outcome = shell.run(launcher, "run", "a study.yaml", "--set", "sweep.seed=[1, *]", "");

        assertThat(outcome.lines())
                .containsSequence(
                        "org.noisescale.driver.cli.Main", "run", "a study.yaml", "--set", "sweep.seed=[1, *]", "");
        assertThat(outcome.status()).isEqualTo(7);
        assertThat(outcome.errors()).isEmpty();
    }

    /** Every jar that starts with a name of ours and goes on with a version; nothing else. */
    @Test
    void servesWithTheJarsOfAServerOnly() throws IOException, InterruptedException {
        List<String> own = List.of("parameter-server", "agrona", "aeron-annotations", "aeron-client", "aeron-driver");
        List<String> others =
                List.of("picocli", "slf4j-api", "jul-to-slf4j", "log4j-api", "log4j-core", "log4j-slf4j2-impl");
        StringBuilder classPath = new StringBuilder(home + "/conf");
        List<String> metrics = List.of(
                "micrometer-core",
                "micrometer-commons",
                "micrometer-observation",
                "micrometer-registry-prometheus",
                "HdrHistogram",
                "prometheus-metrics-core",
                "prometheus-metrics-model",
                "prometheus-metrics-config",
                "prometheus-metrics-tracer-common",
                "prometheus-metrics-exposition-formats",
                "prometheus-metrics-exposition-textformats");
        for (String name : Stream.of(own, others, metrics).flatMap(List::stream).toList()) {
            classPath.append(":").append(Files.createFile(home.resolve("jars/" + name + "-1.2.3.jar")));
        }
        Files.createFile(home.resolve("jars/agrona-extra-1.jar"));
        Files.createFile(home.resolve("jars/spark-core_2.13-4.1.1.jar"));

        Shell.Outcome outcome = shell.run(launcher, "serve", "--listen", "a b:1");

        assertThat(outcome.lines())
                .containsSequence(
                        "-cp",
                        classPath.toString(),
                        "org.noisescale.parameterserver.process.Main",
                        "--listen",
                        "a b:1");
        assertThat(outcome.output()).doesNotContain("-Dnoisescale.log");
    }

    @Test
    void refusesToServeWithoutOneOfThem() throws IOException, InterruptedException {
        Shell.Outcome outcome = shell.run(launcher, "serve");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors())
                .isEqualTo("noisescale: there is no parameter-server jar in " + home
                        + "/jars; unpack the distribution again\n");
    }

    @Test
    void findsItsJarsThroughLinksFromAnotherFolder() throws IOException, InterruptedException {
        Files.createDirectories(temporary.resolve("links"));
        Files.createSymbolicLink(temporary.resolve("links/inner"), Path.of("../a folder/noisescale/bin/noisescale"));
        Files.createSymbolicLink(temporary.resolve("outer"), temporary.resolve("links/inner"));

        Shell.Outcome outcome = shell.run("./outer");

        assertThat(outcome.lines()).containsSequence("-cp", home + "/conf:" + home + "/jars/*");
    }

    @Test
    void givesTheJvmFlagsToThisJvmAndToSparksExecutors() throws IOException, InterruptedException {
        List<String> lines = shell.run(launcher).lines();

        assertThat(lines).startsWith("@" + home + "/conf/jvm.options");
        assertThat(lines).contains("-Dspark.executor.extraJavaOptions=-Done=1 -Dtwo=2");
    }

    @Test
    void letsTheFlagsOfTheUserComeLast() throws IOException, InterruptedException {
        List<String> lines = shell.with("NOISESCALE_JAVA_OPTS", "-Xmx1g -Dnoisescale.log=*")
                .run(launcher)
                .lines();

        assertThat(lines).containsSequence("-Xmx1g", "-Dnoisescale.log=*", "-cp");
    }

    @Test
    void isASparkHomeWithOneThreadAMatrixProduct() throws IOException, InterruptedException {
        assertThat(shell.run(launcher).lines())
                .contains(
                        "SPARK_HOME=" + home,
                        "SPARK_SCALA_VERSION=2.13",
                        "OMP_NUM_THREADS=1",
                        "OPENBLAS_NUM_THREADS=1");
    }

    @Test
    void keepsTheThreadCountsOfTheUser() throws IOException, InterruptedException {
        shell.with("OMP_NUM_THREADS", 4).with("OPENBLAS_NUM_THREADS", 3);

        assertThat(shell.run(launcher).lines()).contains("OMP_NUM_THREADS=4", "OPENBLAS_NUM_THREADS=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "21.0.2", "26-ea"})
    void takesJavaFrom17On(String version) throws IOException, InterruptedException {
        assertThat(shell.with("JAVA_HOME", java(version)).run(launcher).status())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_392", "11.0.20", "16-ea"})
    void refusesAnOlderJavaInOneLine(String version) throws IOException, InterruptedException {
        Path old = java(version);

        Shell.Outcome outcome = shell.with("JAVA_HOME", old).run(launcher);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors())
                .isEqualTo("noisescale: needs Java 17 or newer, but " + old + "/bin/java is " + version
                        + "; set JAVA_HOME to a newer one\n");
    }

    @Test
    void refusesAJavaThatDoesNotStartInOneLine() throws IOException, InterruptedException {
        Path broken = Shell.script(temporary.resolve("broken/bin/java"), "#!/bin/sh\nexit 127\n");

        Shell.Outcome outcome =
                shell.with("JAVA_HOME", temporary.resolve("broken")).run(launcher);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors())
                .isEqualTo("noisescale: needs Java 17 or newer, but " + broken
                        + " is of unknown version; set JAVA_HOME to a newer one\n");
    }

    @Test
    void refusesAJavaHomeWithoutJavaInOneLine() throws IOException, InterruptedException {
        Shell.Outcome outcome = shell.with("JAVA_HOME", "/nowhere").run(launcher);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors().lines())
                .containsExactly(
                        "noisescale: JAVA_HOME is /nowhere, but there is no bin/java in it; set it to a JDK 17 or newer");
    }

    @Test
    void refusesADistributionWithoutItsJarsInOneLine() throws IOException, InterruptedException {
        Files.delete(home.resolve("jars"));

        Shell.Outcome outcome = shell.run(launcher);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors().lines())
                .containsExactly("noisescale: there is no folder jars in " + home + "; unpack the distribution again");
    }

    @Test
    void refusesAFolderThatNoClassPathCanName() throws IOException, InterruptedException {
        Path moved = Files.move(home, temporary.resolve("12:30"), StandardCopyOption.ATOMIC_MOVE);

        Shell.Outcome outcome = shell.run(moved.resolve("bin/noisescale"));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors())
                .contains("a colon separates the entries of a Java class path")
                .hasLineCount(1);
    }
}
