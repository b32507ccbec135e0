package org.noisescale.driver.job;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.noisescale.driver.job.trouble.SparkTrouble;
import org.noisescale.driver.study.InputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark as we need it: it places long-lived tasks all at once and runs them once. It does not repeat them, because the
 * driver decides what is repeated; it does not speculate and does not change the number of executors, which barrier
 * stages forbid.
 */
public final class SparkCluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String EXECUTOR_FLAGS = "spark.executor.extraJavaOptions";

    private static final Logger LOG = LoggerFactory.getLogger(SparkCluster.class);
    private static final Duration SLOTS_PATIENCE = Duration.ofSeconds(60);
    /** A node may have to fetch the image first. */
    private static final Duration PODS_PATIENCE = Duration.ofMinutes(10);

    private static final Duration ENDPOINTS_PATIENCE = Duration.ofSeconds(10);
    private static final long SLOTS_POLL_MS = 50;
    /** An executor that is silent for so long is taken from the cluster, and another one asked for. */
    private static final Duration EXECUTOR_SILENCE_MAX = Duration.ofSeconds(20);

    /** What it says carries the progress of simulated runs. */
    private static final Duration EXECUTOR_SPEAKS_EVERY = Duration.ofSeconds(2);

    /** That, and some time to start the other one. */
    private static final Duration REST_PATIENCE = Duration.ofSeconds(40);

    private final SparkSession session;
    private final boolean owned;
    private final GlimpseListener glimpses = new GlimpseListener();

    private SparkCluster(SparkSession session, boolean owned) {
        this.session = session;
        this.owned = owned;
        session.sparkContext().addSparkListener(glimpses);
    }

    /** How far simulated runs are. */
    GlimpseListener glimpses() {
        return glimpses;
    }

    /** Has Spark carry what a task adds. */
    void register(GlimpseAccumulator accumulator) {
        session.sparkContext().register(accumulator);
    }

    /**
     * Connects to a cluster, or starts one of threads in this JVM, and waits until it can run all workers at once.
     *
     * @param master Spark's master URL; empty for {@code local[workers]}
     * @throws InputException if the master URL is wrong, nobody answers there, it has no room for the workers, or this
     *     machine has no address
     */
    public static SparkCluster connect(Optional<String> master, int workers) throws InterruptedException {
        return connect(master, workers, Optional.empty());
    }

    /** The same, with executors that answer Prometheus if that is asked for. */
    public static SparkCluster connect(Optional<String> master, int workers, Optional<WorkerMetrics> metrics)
            throws InterruptedException {
        String url = master.orElse("local[" + workers + "]");
        OwnName.requireResolved(System.getenv(), InetAddress::getLocalHost);
        MasterAddresses.requireOneReachable(url);
        SparkConf configuration = configuration(url);
        KubernetesExecutors.request(configuration, workers);
        metrics.ifPresent(place -> WorkerMetricsPlugin.enter(configuration, place));
        SparkCluster cluster = new SparkCluster(start(url, configuration), true);
        boolean ready = false;
        try {
            cluster.awaitSlots(workers);
            if (metrics.isPresent()) {
                cluster.awaitEndpoints();
            }
            ready = true;
            return cluster;
        } finally {
            if (!ready) {
                cluster.close();
            }
        }
    }

    /**
     * A cluster that somebody else started and will stop.
     *
     * @throws InputException if it has no room for the workers, or may change while they work
     */
    public static SparkCluster borrow(SparkSession session, int workers) throws InterruptedException {
        if (session.sparkContext().getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
            throw new InputException(
                    "spark.dynamicAllocation.enabled must be false: workers are placed all at once," + " and stay");
        }
        SparkCluster cluster = new SparkCluster(session, false);
        cluster.awaitSlots(workers);
        return cluster;
    }

    /** Throws {@link InputException} if nobody answers at a master's URL, as far as that can be told without Spark. */
    public static void requireReachable(String url) {
        MasterAddresses.requireOneReachable(url);
    }

    private static SparkSession start(String url, SparkConf configuration) throws InterruptedException {
        FutureTask<SparkSession> starting = new FutureTask<>(
                () -> SparkSession.builder().config(configuration).getOrCreate());
        starting.run();
        try {
            return starting.get();
        } catch (ExecutionException e) {
            throw new InputException("--master " + url + ": " + SparkTrouble.inOneLine(e.getCause()), e);
        }
    }

    /** Spark would refuse a barrier stage that finds too few slots, but only after many tries and in many words. */
    void awaitSlots(int workers) throws InterruptedException {
        SparkContext context = session.sparkContext();
        Duration patience = KubernetesExecutors.areMeantBy(context.master()) ? PODS_PATIENCE : SLOTS_PATIENCE;
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (!context.isStopped() && slots() < workers) {
            if (isLocal() || System.nanoTime() - deadlineNs > 0) {
                String place = owned ? "--master " + master() : "Spark's master " + master();
                throw new InputException(place + " has room for " + slots() + " tasks at once, but "
                        + (owned ? "the study" : "training") + " needs " + workers + " workers; add cores, or set "
                        + (owned ? "training.workers" : "workers") + " to fewer");
            }
            TimeUnit.MILLISECONDS.sleep(SLOTS_POLL_MS);
        }
        if (context.isStopped()) {
            throw new InputException("--master " + context.master() + ": Spark gave up; its reasons are in the log");
        }
    }

    /**
     * Waits until nothing of a lost job occupies an executor any more: one that has fallen silent does so until Spark
     * replaces it. What stays occupied may be somebody else's, so that this wait has an end and no complaint.
     */
    void awaitRest(int workers) throws InterruptedException {
        long deadlineNs = System.nanoTime() + REST_PATIENCE.toNanos();
        while (!session.sparkContext().isStopped()
                && slots() - runningTasks() < workers
                && System.nanoTime() - deadlineNs < 0) {
            TimeUnit.MILLISECONDS.sleep(SLOTS_POLL_MS);
        }
    }

    private int runningTasks() {
        return Arrays.stream(session.sparkContext().statusTracker().getExecutorInfos())
                .mapToInt(SparkExecutorInfo::numRunningTasks)
                .sum();
    }

    /** Executors tell where they answer Prometheus right after they have made themselves known. */
    private void awaitEndpoints() throws InterruptedException {
        long deadlineNs = System.nanoTime() + ENDPOINTS_PATIENCE.toNanos();
        int driver = isLocal() ? 0 : 1; // Spark counts it among the executors.
        while (endpoints().size() + driver
                < session.sparkContext().statusTracker().getExecutorInfos().length) {
            if (System.nanoTime() - deadlineNs > 0) {
                LOG.warn("not all executors have said where their metrics are");
                return;
            }
            TimeUnit.MILLISECONDS.sleep(SLOTS_POLL_MS);
        }
    }

    /** Where executors answer Prometheus, if they were asked to; those of executors that are gone stay. */
    public List<ExecutorEndpoint> endpoints() {
        return List.copyOf(ExecutorEndpoint.of(session.sparkContext()).values());
    }

    /** The same as Prometheus reads it with {@code http_sd_configs}. */
    public String targets() {
        return ExecutorEndpoint.targets(ExecutorEndpoint.of(session.sparkContext()));
    }

    private int slots() {
        SparkContext context = session.sparkContext();
        return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
    }

    private static SparkConf configuration(String url) {
        SparkConf configuration = new SparkConf()
                .setMaster(url)
                .setAppName("noisescale")
                .set("spark.ui.enabled", "false")
                .set("spark.ui.showConsoleProgress", "false")
                .set("spark.task.maxFailures", "1")
                .set("spark.stage.maxConsecutiveAttempts", "1")
                .set("spark.speculation", "false")
                .set("spark.dynamicAllocation.enabled", "false")
                .set("spark.locality.wait", "0")
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .set("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
                .set("spark.barrier.sync.timeout", "60")
                .set("spark.executor.heartbeatInterval", EXECUTOR_SPEAKS_EVERY.toMillis() + "ms")
                .set("spark.executorEnv.OMP_NUM_THREADS", "1")
                .set("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
        configuration.set(EXECUTOR_FLAGS, ExecutorFlags.of(configuration.get(EXECUTOR_FLAGS, "")));
        if (!url.equals("local") && !url.startsWith("local[")) {
            configuration
                    .set("spark.network.timeoutInterval", EXECUTOR_SPEAKS_EVERY.toMillis() + "ms")
                    .set("spark.storage.blockManagerHeartbeatTimeoutMs", EXECUTOR_SILENCE_MAX.toMillis() + "ms");
        }
        if (url.startsWith("local") || MasterAddresses.areLoopback(url)) {
            configuration.set("spark.driver.host", LOOPBACK).set("spark.driver.bindAddress", LOOPBACK);
        }
        return configuration;
    }

    /** The session. */
    public SparkSession session() {
        return session;
    }

    /** The context of the session. */
    public JavaSparkContext context() {
        return JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    /** The master's URL. */
    public String master() {
        return session.sparkContext().master();
    }

    /** Whether all tasks run in this JVM. */
    public boolean isLocal() {
        return session.sparkContext().isLocal();
    }

    /** The name or address by which executors reach this JVM. */
    public String driverHost() {
        return session.sparkContext().getConf().get("spark.driver.host", LOOPBACK);
    }

    /** Whether the driver and all executors run on this machine and have the same network. */
    boolean isOnThisMachine() {
        return isLocal()
                || Arrays.stream(session.sparkContext().statusTracker().getExecutorInfos())
                        .allMatch(executor -> LocalHosts.includes(executor.host()));
    }

    /** Ends all jobs that are running; their callers get an exception. */
    public void cancelJobs() {
        try {
            session.sparkContext().cancelAllJobs();
        } catch (IllegalStateException stopped) {
            // Spark has its own way to notice that the process ends; then no job is left.
            LOG.debug("Spark was stopped first", stopped);
        }
    }

    @Override
    public void close() {
        if (owned) {
            session.stop();
        } else {
            session.sparkContext().removeSparkListener(glimpses);
        }
    }
}
