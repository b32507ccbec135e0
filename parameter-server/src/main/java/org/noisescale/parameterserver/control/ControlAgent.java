package org.noisescale.parameterserver.control;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.noisescale.parameterserver.control.ControlFrames.PieceKind;
import org.noisescale.parameterserver.control.ServerAdapter.Bytes;
import org.noisescale.parameterserver.control.ServerAdapter.Question;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.AeronSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Talks with the clients of a server process. */
final class ControlAgent implements Agent, ServerAdapter.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ControlAgent.class);
    private static final int FRAGMENTS_MAX = 64;
    private static final int SESSIONS_MAX = 256;

    private final Host host;
    private final Optional<Token> token;
    private final NanoClock clock;
    private final AeronSource source;
    /**
     * Opens the port of the answers from the start: a client asks to be sent them before it says its first word, and
     * Aeron would repeat a request that nobody heard only after a second.
     */
    private final AeronSink porch;

    private final ServerAdapter adapter = new ServerAdapter(this);
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, ClientSession> sessions = new HashMap<>();
    /** What is left of the runs of clients that are gone. */
    private final List<CompletableFuture<Void>> leaving = new ArrayList<>();

    private CompletableFuture<Void> ending = CompletableFuture.completedFuture(null);

    /** An agent that lets in who knows the token, or everybody where there is none. */
    ControlAgent(Host host, Optional<Token> token, NanoClock clock) {
        this.host = host;
        this.token = token;
        this.clock = clock;
        source = host.node().controlSource(host.listen());
        porch = host.node().answerSink(host.listen(), AnswerStreams.NOBODY);
    }

    @Override
    public String roleName() {
        return "server-control";
    }

    @Override
    public int doWork() {
        int work = source.poll(adapter, FRAGMENTS_MAX);
        long nowNs = clock.nanoTime();
        for (ClientSession session : sessions.values()) {
            work += session.doWork(nowNs);
        }
        retire();
        host.watch().onDrivers(sessions.size());
        return work;
    }

    private void retire() {
        leaving.removeIf(CompletableFuture::isDone);
        sessions.values().stream()
                .filter(ClientSession::isOver)
                .map(ClientSession::ending)
                .forEach(leaving::add);
        sessions.values().removeIf(ClientSession::isOver);
    }

    @Override
    public void onHello(long client, int answerStream, int version) {
        ClientSession known = sessions.get(client);
        if (known != null) {
            known.challenge(token.isPresent());
            return;
        }
        if (sessions.size() >= SESSIONS_MAX || answerStream < AnswerStreams.FIRST) {
            LOG.warn("a client on stream {} is not answered; there are {} clients", answerStream, sessions.size());
            return;
        }
        byte[] nonce = new byte[Token.DIGEST_BYTES];
        random.nextBytes(nonce);
        ClientSession session = new ClientSession(
                host, client, host.node().answerSink(host.listen(), answerStream), nonce, clock.nanoTime());
        sessions.put(client, session);
        if (version == ControlFrames.VERSION) {
            session.challenge(token.isPresent());
        } else {
            session.refuse("it speaks version " + ControlFrames.VERSION + " of the protocol, the driver version "
                    + version + "; use the same release of noisescale on both sides");
        }
    }

    private Optional<ClientSession> findWelcome(long client) {
        return Optional.ofNullable(sessions.get(client)).filter(ClientSession::isWelcome);
    }

    @Override
    public void onProof(long client, byte[] digest) {
        Optional.ofNullable(sessions.get(client)).ifPresent(session -> session.onProof(digest, token));
    }

    @Override
    public void onHeartbeat(long client) {
        findWelcome(client).ifPresent(session -> host.watch().onHeartbeat());
    }

    @Override
    public void onFarewell(long client) {
        findWelcome(client).ifPresent(session -> session.end("the driver left"));
    }

    @Override
    public void onOpenRun(long client, long runId, int planBytes) {
        findWelcome(client).ifPresent(session -> session.onOpenRun(runId, planBytes));
    }

    @Override
    public void onPiece(long client, long runId, PieceKind kind, Bytes bytes) {
        findWelcome(client).ifPresent(session -> session.onPiece(runId, kind, bytes));
    }

    @Override
    public void onFetch(long client, long runId, PieceKind kind) {
        findWelcome(client).ifPresent(session -> session.onFetch(runId, kind));
    }

    @Override
    public void onCloseRun(long client, long runId, String reason) {
        findWelcome(client).ifPresent(session -> session.onCloseRun(runId, reason));
    }

    @Override
    public void onSurvey(long client, long request, Question question) {
        findWelcome(client).ifPresent(session -> session.onSurvey(request, question));
    }

    @Override
    public void onForget(long client, String run) {
        findWelcome(client).ifPresent(session -> session.onForget(run));
    }

    /** Done, once the agent is closed, when nothing of any run is left. */
    CompletableFuture<Void> ending() {
        return ending;
    }

    @Override
    public void onClose() {
        sessions.values().forEach(session -> session.dismiss("the server " + host.listen() + " was stopped"));
        retire();
        ending = CompletableFuture.allOf(leaving.toArray(CompletableFuture<?>[]::new));
        CloseHelper.closeAll(source, porch);
    }
}
