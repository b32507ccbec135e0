package org.noisescale.driver.job;

import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;

/**
 * Where an executor answers Prometheus.
 *
 * @param target its host and port; empty if it does not
 * @param trouble why it does not; empty if it does
 */
public record ExecutorEndpoint(String executor, String target, String trouble) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Of the Spark contexts of this JVM; filled by threads of Spark's. */
    private static final Map<SparkContext, Map<String, ExecutorEndpoint>> KNOWN = new ConcurrentHashMap<>();

    /** The driver has heard of it. */
    void enter(SparkContext context) {
        KNOWN.computeIfAbsent(context, key -> new ConcurrentHashMap<>()).put(executor, this);
    }

    /** The context has stopped. */
    static void forget(SparkContext context) {
        KNOWN.remove(context);
    }

    /** Those that a driver has heard of. */
    static SortedMap<String, ExecutorEndpoint> of(SparkContext context) {
        return new TreeMap<>(KNOWN.getOrDefault(context, Map.of()));
    }

    /** In a line. */
    @Override
    public String toString() {
        return trouble.isEmpty()
                ? "metrics of executor " + executor + " at http://" + target + "/metrics"
                : "executor " + executor + " has no metrics: " + trouble;
    }

    /** The ones that answer, as Prometheus reads them with {@code http_sd_configs}. */
    static String targets(SortedMap<String, ExecutorEndpoint> endpoints) {
        return endpoints.values().stream()
                .filter(endpoint -> endpoint.trouble.isEmpty())
                .map(endpoint -> "{\"targets\":[\"" + endpoint.target + "\"],\"labels\":{\"executor\":\""
                        + endpoint.executor + "\"}}")
                .collect(Collectors.joining(",", "[", "]\n"));
    }
}
