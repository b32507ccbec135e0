package org.noisescale.driver.job;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.storage.BlockManagerId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every executor answer Prometheus from its start to its end, so that it is found at the same place in all runs of
 * a study, and tells the driver where. Spark makes it by its name.
 */
public final class WorkerMetricsPlugin implements SparkPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMetricsPlugin.class);
    private static final String HOST = "spark.noisescale.workerMetrics.host";
    private static final String PORT = "spark.noisescale.workerMetrics.port";
    private static final String PLUGINS = "spark.plugins";
    /** Spark's own limit for ports that are taken. */
    private static final String RETRIES = "spark.port.maxRetries";

    private static final int RETRIES_DEFAULT = 16;

    /** For Spark. */
    public WorkerMetricsPlugin() {}

    /** Asks for it. */
    static void enter(SparkConf configuration, WorkerMetrics place) {
        String others = configuration.get(PLUGINS, "");
        String own = WorkerMetricsPlugin.class.getName();
        configuration
                .set(PLUGINS, others.isEmpty() ? own : others + "," + own)
                .set(HOST, place.host())
                .set(PORT, String.valueOf(place.port()));
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new Listening();
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new Answering();
    }

    /** The driver's part. */
    private static final class Listening implements DriverPlugin {
        private @Nullable SparkContext driver;

        @Override
        public Map<String, String> init(SparkContext context, PluginContext plugin) {
            driver = context;
            return Map.of();
        }

        @Override
        public Object receive(Object message) {
            if (!(message instanceof ExecutorEndpoint endpoint)) {
                throw new IllegalArgumentException("only endpoints are told, was " + message.getClass());
            }
            LOG.info("{}", endpoint);
            endpoint.enter(Objects.requireNonNull(driver));
            return true;
        }

        @Override
        public void shutdown() {
            ExecutorEndpoint.forget(Objects.requireNonNull(driver));
        }
    }

    /** An executor's part. It trains without metrics rather than not at all. */
    private static final class Answering implements ExecutorPlugin {
        private @Nullable WorkerEndpoint endpoint;

        @Override
        public void init(PluginContext plugin, Map<String, String> extra) {
            ExecutorEndpoint found = open(plugin);
            LOG.info("{}", found);
            try {
                plugin.send(found);
            } catch (IOException e) {
                LOG.warn("the driver does not hear of it: {}", found, e);
            }
        }

        private ExecutorEndpoint open(PluginContext plugin) {
            SparkConf configuration = plugin.conf();
            WorkerMetrics place = new WorkerMetrics(configuration.get(HOST), configuration.getInt(PORT, 0));
            try {
                WorkerEndpoint opened = WorkerEndpoint.open(place, configuration.getInt(RETRIES, RETRIES_DEFAULT));
                endpoint = opened;
                return new ExecutorEndpoint(plugin.executorID(), host(place, plugin) + ":" + opened.port(), "");
            } catch (IOException e) {
                String where = place.host() + ":" + place.port();
                return new ExecutorEndpoint(plugin.executorID(), "", where + " cannot be used: " + e.getMessage());
            }
        }

        /**
         * Who listens at all addresses is told by the one that Spark knows; local threads have no block manager yet.
         */
        private static String host(WorkerMetrics place, PluginContext plugin) {
            if (!place.host().equals("0.0.0.0") && !place.host().equals("::")) {
                return place.host();
            }
            BlockManagerId known = SparkEnv.get().blockManager().blockManagerId();
            return known == null ? plugin.hostname() : known.host();
        }

        @Override
        public void shutdown() {
            if (endpoint != null) {
                endpoint.close();
            }
        }
    }
}
