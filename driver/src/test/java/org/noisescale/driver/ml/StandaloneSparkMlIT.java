package org.noisescale.driver.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's example as an application of its own, on Spark's standalone cluster, with the flags that the README
 * says.
 */
@Timeout(600)
class StandaloneSparkMlIT {
    private static final String FLAG = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
    private static final String EXECUTOR_FLAGS = "spark.executor.extraJavaOptions";

    @TempDir
    private static Path folder;

    private static StandaloneCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = StandaloneCluster.start(folder);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    void theExampleOfTheReadmeRunsOnTwoExecutors() throws IOException, InterruptedException {
        ForeignApplication.Outcome outcome =
                ForeignApplication.run(folder, "example", flags(FLAG), configuration(FLAG));

        assertThat(outcome.output()).containsPattern("accuracy (0\\.9[7-9]|1\\.0)");
        assertThat(outcome.status()).isZero();
        assertThat(folder.resolve("work").toFile().listFiles())
                .isNotEmpty()
                .anySatisfy(application -> assertThat(application.list()).hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void anExecutorWithoutTheFlagIsNamed() throws IOException, InterruptedException {
        ForeignApplication.Outcome outcome = ForeignApplication.run(folder, "executor", flags(FLAG), configuration(""));

        assertThat(outcome.output())
                .contains("an executor's JVM lacks " + FLAG + "; give it in spark.executor.extraJavaOptions");
        assertThat(outcome.status()).isEqualTo(1);
    }

    @Test
    void aDriverWithoutTheFlagIsNamed() throws IOException, InterruptedException {
        Map<String, String> local = new HashMap<>(configuration(""));
        local.put("spark.master", "local[2]");

        ForeignApplication.Outcome outcome = ForeignApplication.run(folder, "driver", flags(), local);

        assertThat(outcome.output())
                .contains("the driver's JVM lacks " + FLAG
                        + "; give it to its java command, or in spark.driver.extraJavaOptions");
        assertThat(outcome.status()).isEqualTo(1);
    }

    /** What spark-submit gives a driver, and more. */
    private static List<String> flags(String... more) {
        return Stream.concat(
                        Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
                                .filter(flag -> !flag.equals(FLAG)),
                        Stream.of(more))
                .toList();
    }

    private static Map<String, String> configuration(String executorFlag) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put(EXECUTOR_FLAGS, String.join(" ", ForeignApplication.SMALL) + " " + executorFlag);
        configuration.putAll(Map.of(
                "spark.master", cluster.master(),
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.ui.enabled", "false",
                "spark.executor.cores", "1",
                "spark.executor.memory", "600m",
                "spark.executor.extraClassPath", ForeignApplication.CLASS_PATH,
                "spark.executorEnv.OMP_NUM_THREADS", "1",
                "spark.sql.shuffle.partitions", "2"));
        return configuration;
    }
}
