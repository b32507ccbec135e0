package org.noisescale.driver.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.noisescale.parameterserver.transport.AeronNode;

/** A worker in a thread of the bench's JVM. */
record WorkerThread(Thread thread, PrintWriter orders, BufferedReader answers, AtomicReference<Throwable> trouble)
        implements WorkerLine {
    private static final int PIPE_CHARS = 1 << 16;

    static WorkerThread start(PushPullPlan plan, int rank) throws IOException {
        PipedReader incoming = new PipedReader(PIPE_CHARS);
        PipedReader answers = new PipedReader(PIPE_CHARS);
        PrintWriter orders = new PrintWriter(new PipedWriter(incoming), true);
        PrintWriter outgoing = new PrintWriter(new PipedWriter(answers), true);
        AtomicReference<Throwable> trouble = new AtomicReference<>();
        Thread thread = new Thread(() -> serve(plan, rank, new BufferedReader(incoming), outgoing), "worker-" + rank);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, error) -> {
            trouble.set(error);
            outgoing.close();
        });
        thread.start();
        return new WorkerThread(thread, orders, new BufferedReader(answers), trouble);
    }

    private static void serve(PushPullPlan plan, int rank, BufferedReader orders, PrintWriter answers) {
        try (AeronNode node = AeronNode.open()) {
            PushPullWorker.serve(plan, rank, node, orders, answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String failure() {
        return Objects.toString(trouble.get());
    }

    @Override
    public void end() throws InterruptedException {
        orders.close();
        thread.join();
    }
}
