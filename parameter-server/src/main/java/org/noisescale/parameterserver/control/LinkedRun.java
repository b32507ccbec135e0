package org.noisescale.parameterserver.control;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.control.ControlFrames.PieceKind;
import org.noisescale.parameterserver.control.ControlFrames.RefusalCause;
import org.noisescale.parameterserver.control.ServerAdapter.Bytes;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/** A driver's run on one server. Owned by one thread, but for the futures. */
final class LinkedRun {
    private static final PlanCodec<OpenPlan> CODEC = new PlanCodec<>(OpenPlan.class);

    private final long runId;
    private final OpenPlan.Span span;
    private final ControlFrames frames;
    private final Outbox outbox;
    private final PieceSender planSender;
    private final PieceSender parameterSender;
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private CompletableFuture<float[]> fetched = new CompletableFuture<>();
    private PieceKind fetchedKind = PieceKind.PARAMETERS;
    private Consumer<RuntimeException> watcher = reason -> {};
    private @Nullable RuntimeException failure;
    private @Nullable ValueCollection values;

    /**
     * Opens the run.
     *
     * @param parameters of which the server gets its part
     */
    LinkedRun(long runId, OpenPlan plan, float[] parameters, ControlFrames frames, Outbox outbox) {
        this.runId = runId;
        this.frames = frames;
        this.outbox = outbox;
        span = plan.span();
        byte[] bytes = CODEC.encode(plan);
        outbox.add(frames.openRun(runId, bytes.length));
        planSender = PieceSender.ofPlan(frames, runId, bytes);
        parameterSender = PieceSender.ofValues(frames, runId, PieceKind.PARAMETERS, parameters, span);
    }

    long runId() {
        return runId;
    }

    /** True when workers may join; false if the streams are in use and others may be free. */
    CompletableFuture<Boolean> opened() {
        return opened;
    }

    /** Says who is told, once, when the run cannot go on; at once if that is so already. */
    void watch(Consumer<RuntimeException> whoever) {
        watcher = whoever;
        if (failure != null) {
            whoever.accept(failure);
        }
    }

    /** Asks for the server's part of the values. */
    CompletableFuture<float[]> fetch(PieceKind kind) {
        fetched = new CompletableFuture<>();
        if (failure != null) {
            fetched.completeExceptionally(failure);
            return fetched;
        }
        fetchedKind = kind;
        values = new ValueCollection(new float[span.length()], new OpenPlan.Span(0, span.length()));
        outbox.add(frames.fetch(runId, kind));
        return fetched;
    }

    /** Sends what there is room for; returns how much was done. */
    int doWork() {
        return planSender.isDone() ? parameterSender.sendTo(outbox) : planSender.sendTo(outbox);
    }

    void onOpened() {
        opened.complete(true);
    }

    void refuse(RefusalCause cause, String reason) {
        if (cause == RefusalCause.STREAMS_IN_USE) {
            opened.complete(false);
        } else {
            fail(new RunAbortedException(reason));
        }
    }

    /** The run cannot go on. */
    void fail(RuntimeException reason) {
        if (failure != null) {
            return;
        }
        failure = reason;
        opened.completeExceptionally(reason);
        fetched.completeExceptionally(reason);
        watcher.accept(reason);
    }

    void onPiece(PieceKind kind, Bytes bytes) {
        ValueCollection open = values;
        if (open == null || kind != fetchedKind) {
            return;
        }
        try {
            open.add(bytes);
        } catch (IllegalArgumentException e) {
            fail(new RunAbortedException("what a server sends is not its part: " + e.getMessage()));
            return;
        }
        if (open.isComplete()) {
            values = null;
            fetched.complete(open.vector());
        }
    }
}
