package org.noisescale.parameterserver.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Answers Prometheus at {@code /metrics}, and whoever asks whether the process lives at {@code /health} and whether it
 * is at work at {@code /ready} (200 or 503). One thread of its own; nothing can be changed through it.
 */
public final class MetricsServer implements AutoCloseable {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int BACKLOG = 16;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicBoolean ready = new AtomicBoolean();
    private final HttpServer server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread answering = new Thread(task, "metrics");
        answering.setDaemon(true);
        return answering;
    });

    /**
     * Listens.
     *
     * @param port 0 for any that is free
     * @throws IOException if that is not possible
     */
    public MetricsServer(InetAddress host, int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
        server.createContext(
                "/metrics", answering("/metrics", () -> new Answer(OK, PROMETHEUS_TEXT, registry.scrape())));
        server.createContext("/health", answering("/health", () -> new Answer(OK, PLAIN_TEXT, "alive\n")));
        server.createContext("/ready", answering("/ready", this::readiness));
        server.setExecutor(thread);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        server.start();
    }

    private Answer readiness() {
        return ready.get() ? new Answer(OK, PLAIN_TEXT, "ready\n") : new Answer(UNAVAILABLE, PLAIN_TEXT, "not ready\n");
    }

    /** What is said. */
    private record Answer(int status, String type, String text) {}

    /** Where an answer comes from. */
    @FunctionalInterface
    private interface Question {
        Answer answer();
    }

    private static HttpHandler answering(String path, Question question) {
        return exchange -> {
            try (exchange) {
                respond(exchange, answer(exchange, path, question));
            }
        };
    }

    private static Answer answer(HttpExchange exchange, String path, Question question) {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            return new Answer(NOT_FOUND, PLAIN_TEXT, "there are /metrics, /health and /ready\n");
        }
        return exchange.getRequestMethod().equals("GET")
                ? question.answer()
                : new Answer(NOT_ALLOWED, PLAIN_TEXT, "only GET\n");
    }

    private static void respond(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type);
        exchange.sendResponseHeaders(answer.status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Answers at another path, too, with what is so at that moment, as JSON. */
    public void serve(String path, Supplier<String> json) {
        server.createContext(path, answering(path, () -> new Answer(OK, JSON, json.get())));
    }

    /** Where meters are registered that it shall tell. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Where Prometheus finds the metrics: by the machine's name, if it listens at all addresses. */
    public String url() {
        String host = address().getAddress().isAnyLocalAddress()
                ? MachineName.find()
                : address().getHostString();
        return "http://" + host + ":" + address().getPort() + "/metrics";
    }

    /** Says whether the process is at work. */
    public void ready(boolean now) {
        ready.set(now);
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
        registry.close();
    }
}
