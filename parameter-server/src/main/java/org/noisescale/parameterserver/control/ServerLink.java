package org.noisescale.parameterserver.control;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.checkpoint.CheckpointStore;
import org.noisescale.parameterserver.control.ControlFrames.PieceKind;
import org.noisescale.parameterserver.control.ControlFrames.RefusalCause;
import org.noisescale.parameterserver.control.ServerAdapter.Bytes;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.AeronSource;
import org.noisescale.parameterserver.transport.ServerAddress;

/** A driver's conversation with one server. Owned by one thread, but for the futures. */
final class ServerLink implements DriverAdapter.Listener, AutoCloseable {
    /** How long a server may take to answer at first; longer than a pause of a second, and less than three. */
    static final long CONNECT_LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(2_800);

    private static final int FRAGMENTS_MAX = 64;
    private static final PlanCodec<Holdings> HOLDINGS = new PlanCodec<>(Holdings.class);

    /** How far the conversation has come. */
    private enum State {
        HELLO,
        PROOF,
        WELCOME,
        LOST
    }

    /**
     * How the server is reached.
     *
     * @param node that both belong to
     * @param answerStream on which {@code source} hears it
     */
    record Wire(ServerAddress address, AeronNode node, AeronSink sink, AeronSource source, int answerStream) {}

    private final Wire wire;
    private final ControlFrames frames;
    private final long client;
    private final Optional<Token> token;
    private final DriverAdapter adapter;
    private final Outbox outbox;
    private final Liveness liveness;
    /** Until it lets this driver in. */
    private final Liveness welcoming;

    private final CompletableFuture<Integer> welcome = new CompletableFuture<>();
    private State state = State.HELLO;
    private boolean tokenAsked = true;
    private @Nullable LinkedRun run;
    private long surveys;
    private CompletableFuture<Holdings> survey = new CompletableFuture<>();

    /** Begins a conversation as {@code client}, a number that nobody else has. */
    ServerLink(Wire wire, long client, Optional<Token> token, long nowNs) {
        this.wire = wire;
        this.client = client;
        this.token = token;
        frames = new ControlFrames(client);
        adapter = new DriverAdapter(client, this);
        outbox = new Outbox(wire.sink);
        liveness = new Liveness(nowNs);
        welcoming = new Liveness(nowNs, CONNECT_LIMIT_NS);
    }

    /** What messages call the server. */
    String name() {
        return "server " + wire.address;
    }

    /** The number of shards that each run gets, once the server has said so. */
    CompletableFuture<Integer> welcome() {
        return welcome;
    }

    /** Whether the server lets in everybody, although this driver has a token. */
    boolean isTokenIdle() {
        return token.isPresent() && !tokenAsked;
    }

    boolean isLost() {
        return state == State.LOST;
    }

    /** Opens a run, the only one. */
    LinkedRun open(long runId, OpenPlan plan, float[] parameters) {
        LinkedRun opening = new LinkedRun(runId, plan, parameters, frames, outbox);
        run = opening;
        if (isLost()) {
            opening.fail(new RunAbortedException(name() + " is gone"));
        }
        return opening;
    }

    /** Forgets the run, here and there. */
    void closeRun(String reason) {
        LinkedRun closing = run;
        run = null;
        if (closing != null && !isLost()) {
            outbox.add(frames.closeRun(closing.runId(), reason));
            send();
        }
    }

    /** Asks which checkpoints the server has of its shards of a run; one question at a time. */
    void survey(String fingerprint, CheckpointStore.Shards shards, CompletableFuture<Holdings> answer) {
        survey = answer;
        surveys++;
        if (isLost()) {
            survey.completeExceptionally(new RunAbortedException(name() + " is gone"));
        } else {
            outbox.add(frames.survey(surveys, fingerprint, shards));
        }
    }

    /** Says that a run's checkpoints are needed no more. */
    void forget(String fingerprint) {
        if (!isLost()) {
            outbox.add(frames.forget(fingerprint));
            send();
        }
    }

    /** Goes on with the conversation; returns how much was done. */
    int doWork(long nowNs) {
        if (isLost()) {
            return 0;
        }
        int work = wire.source.poll(adapter, FRAGMENTS_MAX);
        if (liveness.isDue(nowNs) && outbox.hasRoom()) {
            speak();
        }
        work += run == null ? 0 : run.doWork();
        work += send();
        requireAnswer(nowNs);
        return work;
    }

    private int send() {
        try {
            return outbox.send();
        } catch (RunAbortedException broken) {
            lose(new RunAbortedException(name() + " is gone: " + broken.getMessage()));
            return 0;
        }
    }

    private void speak() {
        if (state == State.WELCOME) {
            outbox.add(frames.heartbeat());
        } else if (state == State.HELLO && outbox.isEmpty()) {
            outbox.add(frames.hello(wire.answerStream, ControlFrames.VERSION));
        }
    }

    private void requireAnswer(long nowNs) {
        boolean silent = liveness.isOver(nowNs);
        if (state == State.WELCOME && silent) {
            lose(new RunAbortedException(name() + " is gone: " + Liveness.silence()));
        } else if ((state == State.HELLO || state == State.PROOF) && welcoming.isOver(nowNs)) {
            lose(new ServerRefusedException(name() + " does not answer within "
                    + TimeUnit.NANOSECONDS.toMillis(CONNECT_LIMIT_NS)
                    + " ms; is noisescale serve running there, and do UDP packets get through?"));
        }
    }

    /** The conversation is over; whoever waits for something hears why. */
    private void lose(RuntimeException reason) {
        if (isLost()) {
            return;
        }
        state = State.LOST;
        outbox.clear();
        welcome.completeExceptionally(reason);
        survey.completeExceptionally(reason);
        if (run != null) {
            run.fail(reason);
        }
    }

    @Override
    public void onRefusal(long runId, RefusalCause cause, String reason) {
        liveness.hear();
        if (runId == 0 && state == State.WELCOME) {
            lose(new RunAbortedException(name() + " is gone: " + reason));
        } else if (runId == 0) {
            lose(new ServerRefusedException(name() + " refuses this driver: " + reason));
        } else if (run != null && run.runId() == runId) {
            run.refuse(cause, name() + " refuses the run: " + reason);
        } else if (runId == surveys) {
            survey.completeExceptionally(
                    new RunAbortedException(name() + " does not say which checkpoints it has: " + reason));
        }
    }

    @Override
    public void onChallenge(boolean asked, byte[] nonce) {
        liveness.hear();
        if (state != State.HELLO) {
            return;
        }
        if (asked && token.isEmpty()) {
            lose(new ServerRefusedException(
                    name() + " asks for a token; give the file that holds it with --token-file"));
            return;
        }
        tokenAsked = asked;
        state = State.PROOF;
        byte[] proof = token.filter(known -> asked)
                .map(known -> known.proof(nonce, client))
                .orElseGet(() -> new byte[Token.DIGEST_BYTES]);
        outbox.add(frames.proof(proof));
    }

    @Override
    public void onWelcome(int shards) {
        liveness.hear();
        if (state == State.PROOF) {
            state = State.WELCOME;
            welcome.complete(shards);
        }
    }

    @Override
    public void onHeartbeat() {
        liveness.hear();
    }

    @Override
    public void onOpened(long runId) {
        liveness.hear();
        if (run != null && run.runId() == runId) {
            run.onOpened();
        }
    }

    @Override
    public void onPiece(long runId, PieceKind kind, Bytes bytes) {
        liveness.hear();
        if (run != null && run.runId() == runId) {
            run.onPiece(kind, bytes);
        }
    }

    @Override
    public void onHoldings(long request, byte[] bytes) {
        liveness.hear();
        if (request != surveys) {
            return;
        }
        try {
            survey.complete(HOLDINGS.decode(bytes));
        } catch (IllegalArgumentException e) {
            survey.completeExceptionally(
                    new RunAbortedException(name() + " does not say which checkpoints it has: " + e.getMessage()));
        }
    }

    @Override
    public void close() {
        if (!isLost()) {
            outbox.add(frames.farewell());
            send();
            lose(new RunAbortedException("the connection to " + name() + " was closed"));
            wire.node.closeDelivered(List.of(wire.sink));
        }
        CloseHelper.closeAll(wire.sink, wire.source);
    }
}
