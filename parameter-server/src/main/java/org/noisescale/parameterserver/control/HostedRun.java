package org.noisescale.parameterserver.control;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.control.ControlFrames.PieceKind;
import org.noisescale.parameterserver.control.ControlFrames.RefusalCause;
import org.noisescale.parameterserver.control.ServerAdapter.Bytes;
import org.noisescale.parameterserver.service.HostedShards;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of one client on a server process: plan and parameters come in, shards work, values go out. */
final class HostedRun {
    private static final Logger LOG = LoggerFactory.getLogger(HostedRun.class);
    /** Room for a table of a million rates. */
    private static final int PLAN_BYTES_MAX = 1 << 24;

    private static final PlanCodec<OpenPlan> CODEC = new PlanCodec<>(OpenPlan.class);

    private final Host host;
    private final long runId;
    private final ControlFrames frames;
    private final Outbox outbox;
    private final byte[] planBytes;
    private int planReceived;
    private int firstStream;
    private @Nullable OpenPlan plan;
    private @Nullable ValueCollection values;
    private Turn turn = Turn.atOnce();
    private @Nullable CompletableFuture<HostedShards> shards;
    private @Nullable CompletableFuture<float[]> fetched;
    private @Nullable PieceSender sender;
    private PieceKind fetchedKind = PieceKind.PARAMETERS;
    private CompletableFuture<Void> ending = CompletableFuture.completedFuture(null);
    private boolean told;
    private boolean over;

    /** A run whose plan has so many bytes. */
    HostedRun(Host host, long runId, int planBytes, ControlFrames frames, Outbox outbox) {
        this.host = host;
        this.runId = runId;
        this.frames = frames;
        this.outbox = outbox;
        boolean possible = planBytes > 0 && planBytes <= PLAN_BYTES_MAX;
        this.planBytes = new byte[possible ? planBytes : 0];
        if (!possible) {
            refuse(RefusalCause.FINAL, "a plan must have at most " + PLAN_BYTES_MAX + " bytes, had " + planBytes);
        }
    }

    boolean isOver() {
        return over;
    }

    void onPiece(PieceKind kind, Bytes bytes) {
        if (over || shards != null) {
            return;
        }
        try {
            if (kind == PieceKind.PLAN) {
                addToPlan(bytes);
            } else if (values != null) {
                values.add(bytes);
            }
        } catch (IllegalArgumentException e) {
            refuse(RefusalCause.FINAL, String.valueOf(e.getMessage()));
            return;
        }
        if (values != null && values.isComplete()) {
            open(values);
        }
    }

    private void addToPlan(Bytes bytes) {
        if (bytes.offset() != planReceived || bytes.length() > planBytes.length - planReceived) {
            throw new IllegalArgumentException("the plan must go on at byte " + planReceived + " of " + planBytes.length
                    + ", came at " + bytes.offset() + " with " + bytes.length());
        }
        bytes.buffer().getBytes(bytes.index(), planBytes, planReceived, bytes.length());
        planReceived += bytes.length();
        if (planReceived == planBytes.length && plan == null) {
            prepare(CODEC.decode(planBytes));
        }
    }

    private void prepare(OpenPlan decoded) {
        int asked = decoded.selection().count();
        if (asked != host.shards()) {
            throw new IllegalArgumentException("a run has " + host.shards() + " shards here, the plan said " + asked);
        }
        long bytes = (long) decoded.layout().length() * Float.BYTES;
        if (bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw new IllegalArgumentException("the parameters take " + bytes
                    + " bytes, more than half of this server's heap; give it more with -Xmx");
        }
        int block = decoded.links().firstStream();
        if (!host.streams().add(block)) {
            refuse(RefusalCause.STREAMS_IN_USE, "the streams from " + block + " on are in use");
            return;
        }
        firstStream = block;
        plan = decoded;
        values = new ValueCollection(new float[decoded.layout().length()], decoded.span());
    }

    private void open(ValueCollection complete) {
        OpenPlan ready = plan;
        if (ready == null) {
            return;
        }
        Durability durability = ready.schedule().durability();
        if (host.checkpoints().include(durability)) {
            turn = host.checkpoints().queue(durability.run());
        }
        shards = turn.comes().thenApplyAsync(mine -> start(ready, complete.vector()), host.executor());
    }

    private HostedShards start(OpenPlan ready, float[] parameters) {
        HostedShards started = host.checkpoints().shards(ready, runId, parameters);
        started.start(host.node(), ready.channels().listeningAt(ready.own(), host.listen()));
        return started;
    }

    void onFetch(PieceKind kind) {
        if (over || shards == null || (fetched != null && (sender == null || !sender.isDone()))) {
            return;
        }
        sender = null;
        fetchedKind = kind;
        fetched = shards.thenApplyAsync(
                hosted -> kind == PieceKind.AVERAGE ? hosted.average() : hosted.stop(), host.executor());
    }

    /** Goes on with what takes time; returns how much was done. */
    int doWork() {
        if (over || shards == null || !shards.isDone()) {
            return 0;
        }
        if (!told) {
            tell(shards);
        }
        if (!over && fetched != null && fetched.isDone() && sender == null) {
            send(fetched);
        }
        return sender == null ? 0 : sender.sendTo(outbox);
    }

    private void send(CompletableFuture<float[]> complete) {
        try {
            float[] vector = complete.join();
            sender = PieceSender.ofValues(frames, runId, fetchedKind, vector, new OpenPlan.Span(0, vector.length));
        } catch (CompletionException e) {
            LOG.error("run {} gives no parameters", Long.toHexString(runId), e.getCause());
            refuse(RefusalCause.FINAL, "the run gives no parameters: " + e.getCause());
        }
    }

    private void tell(CompletableFuture<HostedShards> opened) {
        told = true;
        try {
            host.watch().onRunOpened(runId, opened.join().meters());
            values = null;
            LOG.info("run {} is open", Long.toHexString(runId));
            outbox.add(frames.opened(runId));
        } catch (CompletionException e) {
            LOG.warn("run {} cannot be opened", Long.toHexString(runId), e.getCause());
            refuse(RefusalCause.FINAL, "the run cannot be opened: " + Reasons.of(e.getCause()));
        }
    }

    private void refuse(RefusalCause cause, String reason) {
        outbox.add(frames.refusal(runId, cause, reason));
        end(reason);
    }

    /** Ends the run, if it is not over; workers that still wait are told why. */
    void end(String reason) {
        if (over) {
            return;
        }
        over = true;
        values = null;
        if (shards == null) {
            host.streams().remove(firstStream);
            return;
        }
        LOG.info("run {} is over: {}", Long.toHexString(runId), reason);
        host.watch().onRunOver(runId);
        ending = shards.thenAcceptAsync(hosted -> hosted.end(reason), host.executor())
                .whenComplete((done, failure) -> free());
    }

    private void free() {
        host.streams().remove(firstStream);
        if (plan != null) {
            host.checkpoints().release(plan.schedule().durability().run());
        }
        turn.end();
    }

    /** Done when nothing of the run is left. */
    CompletableFuture<Void> ending() {
        return ending;
    }
}
