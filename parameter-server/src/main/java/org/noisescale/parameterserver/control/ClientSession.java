package org.noisescale.parameterserver.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.noisescale.parameterserver.checkpoint.CheckpointStore;
import org.noisescale.parameterserver.control.ControlFrames.PieceKind;
import org.noisescale.parameterserver.control.ControlFrames.RefusalCause;
import org.noisescale.parameterserver.control.ServerAdapter.Bytes;
import org.noisescale.parameterserver.control.ServerAdapter.Question;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.AeronSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server process knows of one client. */
final class ClientSession {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);
    private static final int RUNS_MAX = 64;

    /** How far a client has come. */
    private enum State {
        CHALLENGED,
        WELCOME,
        REFUSED,
        OVER
    }

    private final Host host;
    private final long client;
    private final AeronSink sink;
    private final Outbox outbox;
    private final ControlFrames frames;
    private final Liveness liveness;
    private final byte[] nonce;
    private final Map<Long, HostedRun> runs = new HashMap<>();
    /** What is on its way out. */
    private final List<CompletableFuture<Void>> leaving = new ArrayList<>();

    private final List<SurveyAnswer> surveys = new ArrayList<>();
    private State state = State.CHALLENGED;

    /**
     * A client that said hello.
     *
     * @param nonce drawn for it
     */
    ClientSession(Host host, long client, AeronSink sink, byte[] nonce, long nowNs) {
        this.host = host;
        this.client = client;
        this.sink = sink;
        this.nonce = nonce;
        outbox = new Outbox(sink);
        frames = new ControlFrames(client);
        liveness = new Liveness(nowNs);
    }

    /** Says no, for good. */
    void refuse(String reason) {
        state = State.REFUSED;
        outbox.add(frames.refusal(0, RefusalCause.FINAL, reason));
    }

    /** Asks for a proof; again if the client says hello again. */
    void challenge(boolean tokenAsked) {
        liveness.hear();
        if (state == State.CHALLENGED && outbox.isEmpty()) {
            outbox.add(frames.challenge(tokenAsked, nonce));
        }
    }

    void onProof(byte[] digest, Optional<Token> token) {
        liveness.hear();
        if (state != State.CHALLENGED) {
            return;
        }
        if (token.isPresent() && !token.get().accepts(digest, nonce, client)) {
            refuse("its token is another one");
            return;
        }
        state = State.WELCOME;
        outbox.add(frames.welcome(host.shards()));
    }

    /** Whether the client may open runs; it has been heard. */
    boolean isWelcome() {
        liveness.hear();
        return state == State.WELCOME;
    }

    void onOpenRun(long runId, int planBytes) {
        retire();
        if (runs.containsKey(runId)) {
            return;
        }
        if (runs.size() >= RUNS_MAX) {
            outbox.add(
                    frames.refusal(runId, RefusalCause.FINAL, "it has " + RUNS_MAX + " runs of this driver already"));
            return;
        }
        runs.put(runId, new HostedRun(host, runId, planBytes, frames, outbox));
    }

    void onPiece(long runId, PieceKind kind, Bytes bytes) {
        HostedRun run = runs.get(runId);
        if (run != null) {
            run.onPiece(kind, bytes);
        }
    }

    void onFetch(long runId, PieceKind kind) {
        HostedRun run = runs.get(runId);
        if (run != null) {
            run.onFetch(kind);
        }
    }

    void onCloseRun(long runId, String reason) {
        HostedRun run = runs.get(runId);
        if (run != null) {
            run.end(reason);
        }
    }

    void onSurvey(long request, Question question) {
        if (surveys.size() >= RUNS_MAX) {
            outbox.add(frames.refusal(request, RefusalCause.FINAL, "it has questions enough of this driver already"));
            return;
        }
        Turn turn = host.checkpoints().queue(question.run());
        CompletableFuture<Holdings> holdings = turn.comes()
                .thenApplyAsync(mine -> survey(question), host.executor())
                .whenComplete((found, failure) -> turn.end());
        surveys.add(new SurveyAnswer(request, holdings));
    }

    private Holdings survey(Question question) {
        return host.checkpoints()
                .survey(
                        question.run(),
                        new CheckpointStore.Shards(question.firstShard(), host.shards(), question.shards()));
    }

    void onForget(String run) {
        Turn turn = host.checkpoints().queue(run);
        leaving.add(turn.comes()
                .thenRunAsync(() -> host.checkpoints().remove(run), host.executor())
                .whenComplete((done, failure) -> turn.end()));
    }

    private int answerSurveys() {
        List<SurveyAnswer> ready =
                surveys.stream().filter(SurveyAnswer::isThere).toList();
        ready.forEach(answer -> outbox.add(answer.frame(frames)));
        surveys.removeAll(ready);
        return ready.size();
    }

    /** Sends what there is to send; returns how much was done. */
    int doWork(long nowNs) {
        if (liveness.isDue(nowNs) && state == State.WELCOME && outbox.hasRoom()) {
            outbox.add(frames.heartbeat());
        }
        int work = answerSurveys()
                + runs.values().stream().mapToInt(HostedRun::doWork).sum();
        retire();
        try {
            work += outbox.send();
        } catch (RunAbortedException unreachable) {
            end("the connection to the driver broke: " + unreachable.getMessage());
        }
        if (liveness.isOver(nowNs)) {
            end("the driver is gone: " + Liveness.silence());
        }
        return work;
    }

    private void retire() {
        leaving.removeIf(CompletableFuture::isDone);
        runs.values().stream().filter(HostedRun::isOver).map(HostedRun::ending).forEach(leaving::add);
        runs.values().removeIf(HostedRun::isOver);
    }

    boolean isOver() {
        return state == State.OVER;
    }

    /** Ends the client's runs, because the server stops, and says so. */
    void dismiss(String reason) {
        outbox.add(frames.refusal(0, RefusalCause.FINAL, "it was stopped"));
        try {
            outbox.send();
        } catch (RunAbortedException unreachable) {
            LOG.debug("a client is not told that the server stops", unreachable);
        }
        end(reason);
    }

    /** Ends the client's runs for a reason. */
    void end(String reason) {
        state = State.OVER;
        runs.values().forEach(run -> run.end(reason));
        retire();
        sink.close();
    }

    /** Done when nothing of the client's runs is left, once they were ended. */
    CompletableFuture<Void> ending() {
        return CompletableFuture.allOf(leaving.toArray(CompletableFuture<?>[]::new));
    }
}
