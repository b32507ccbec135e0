package org.noisescale.driver.job;

import org.apache.spark.SparkConf;

/**
 * The executors that Spark starts as pods. Nobody has started them beforehand, as a standalone cluster's, and Spark
 * would ask for two; there are to be as many as the workers need.
 */
final class KubernetesExecutors {
    private static final String SCHEME = "k8s://";
    private static final String INSTANCES = "spark.executor.instances";
    private static final String CORES = "spark.executor.cores";

    private KubernetesExecutors() {}

    /** Whether a master's URL is that of a Kubernetes cluster. */
    static boolean areMeantBy(String url) {
        return url.startsWith(SCHEME);
    }

    /** Asks for as many as have room for all workers at once, unless the user says how many. */
    static void request(SparkConf configuration, int workers) {
        if (areMeantBy(configuration.get("spark.master"))) {
            int cores = configuration.getInt(CORES, 1);
            configuration.setIfMissing(INSTANCES, String.valueOf((workers + cores - 1) / cores));
        }
    }
}
