package org.noisescale.driver.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class KubernetesExecutorsTest {
    private static SparkConf configuration(String master) {
        return new SparkConf(false).set("spark.master", master);
    }

    @Test
    void areAsManyAsHaveRoomForAllWorkers() {
        SparkConf configuration = configuration("k8s://https://one:6443").set("spark.executor.cores", "4");

        KubernetesExecutors.request(configuration, 9);

        assertThat(configuration.get("spark.executor.instances")).isEqualTo("3");
    }

    @Test
    void areOneForEachWorkerUnlessTheyHaveMoreCores() {
        SparkConf configuration = configuration("k8s://https://one:6443");

        KubernetesExecutors.request(configuration, 9);

        assertThat(configuration.get("spark.executor.instances")).isEqualTo("9");
    }

    @Test
    void areAsManyAsTheUserSays() {
        SparkConf configuration = configuration("k8s://https://one:6443").set("spark.executor.instances", "12");

        KubernetesExecutors.request(configuration, 9);

        assertThat(configuration.get("spark.executor.instances")).isEqualTo("12");
    }

    @Test
    void areNotAskedForElsewhere() {
        SparkConf configuration = configuration("spark://one:7077");

        KubernetesExecutors.request(configuration, 9);

        assertThat(configuration.contains("spark.executor.instances")).isFalse();
    }
}
