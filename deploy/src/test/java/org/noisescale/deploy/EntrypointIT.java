package org.noisescale.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the images start, with a Java that only tells how it was called. */
class EntrypointIT {
    private static final Path LAUNCHER = Path.of("bin", "noisescale").toAbsolutePath();
    private static final Path ENTRYPOINT = Path.of("container", "entrypoint").toAbsolutePath();

    @TempDir
    private Path temporary;

    private Path home;
    private Path entrypoint;
    private Shell shell;

    @BeforeEach
    void unpack() throws IOException {
        temporary = temporary.toRealPath();
        home = temporary.resolve("noisescale");
        Files.createDirectories(home.resolve("jars"));
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/jvm.options"), "-Done=1 -Dtwo=2\n");
        Shell.script(home.resolve("bin/noisescale"), Files.readString(LAUNCHER));
        entrypoint = Shell.script(home.resolve("bin/entrypoint"), Files.readString(ENTRYPOINT));
        Shell.script(temporary.resolve("java/bin/java"), """
                #!/bin/sh
                [ "$1" = -version ] && { echo 'openjdk version "17.0.15" 2025-04-15' >&2; exit; }
                printf '%s\\n' "$@"
                """);
        shell = new Shell(temporary).with("JAVA_HOME", temporary.resolve("java"));
    }

    @Test
    void isTheCommandLine() throws IOException, InterruptedException {
        assertThat(shell.run(entrypoint, "run", "a study.yaml", "--out", "x").lines())
                .containsSequence("org.noisescale.driver.cli.Main", "run", "a study.yaml", "--out", "x")
                .doesNotContain("--set");
    }

    @Test
    void addsTheServersToARun() throws IOException, InterruptedException {
        shell.with("NOISESCALE_SERVERS", 2);

        assertThat(shell.run(entrypoint, "run", "a.yaml").lines())
                .endsWith(
                        "run",
                        "a.yaml",
                        "--set",
                        "server=[noisescale-server-0.noisescale-server:4700,noisescale-server-1.noisescale-server:4700]");
    }

    @Test
    void addsThemToNothingElse() throws IOException, InterruptedException {
        shell.with("NOISESCALE_SERVERS", 2);

        assertThat(shell.run(entrypoint, "studies").lines()).endsWith("studies");
    }

    /** Spark numbers the flags; the tenth comes after the ninth, not after the first. */
    @Test
    void becomesAnExecutorWithTheFlagsInTheirOrder() throws IOException, InterruptedException {
        for (int i = 0; i < 11; i++) {
            shell.with("SPARK_JAVA_OPT_" + i, "-Dflag=" + i + " with a blank");
        }
        shell.with("SPARK_EXECUTOR_MEMORY", "1g")
                .with("SPARK_DRIVER_URL", "spark://driver:7078")
                .with("SPARK_EXECUTOR_ID", 3)
                .with("SPARK_EXECUTOR_CORES", 2)
                .with("SPARK_APPLICATION_ID", "spark-1")
                .with("SPARK_EXECUTOR_POD_IP", "10.0.0.7")
                .with("SPARK_RESOURCE_PROFILE_ID", 0)
                .with("SPARK_EXECUTOR_POD_NAME", "exec-3");

        assertThat(shell.run(entrypoint, "executor").lines())
                .startsWith("-Dflag=0 with a blank", "-Dflag=1 with a blank", "-Dflag=2 with a blank")
                .containsSequence("-Dflag=9 with a blank", "-Dflag=10 with a blank", "-Xms1g", "-Xmx1g", "-cp")
                .endsWith(
                        home + "/conf:" + home + "/jars/*",
                        "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend",
                        "--driver-url",
                        "spark://driver:7078",
                        "--executor-id",
                        "3",
                        "--cores",
                        "2",
                        "--app-id",
                        "spark-1",
                        "--hostname",
                        "10.0.0.7",
                        "--resourceProfileId",
                        "0",
                        "--podName",
                        "exec-3");
    }

    @Test
    void becomesADriverThatWasSubmitted() throws IOException, InterruptedException {
        shell.with("SPARK_DRIVER_BIND_ADDRESS", "10.0.0.8");

        assertThat(shell.run(entrypoint, "driver", "--properties-file", "p", "--class", "A", "a.jar")
                        .lines())
                .containsSequence(
                        "org.apache.spark.deploy.SparkSubmit",
                        "--conf",
                        "spark.driver.bindAddress=10.0.0.8",
                        "--deploy-mode",
                        "client",
                        "--properties-file",
                        "p",
                        "--class",
                        "A",
                        "a.jar")
                .contains("-Dspark.executor.extraJavaOptions=-Done=1 -Dtwo=2");
    }
}
