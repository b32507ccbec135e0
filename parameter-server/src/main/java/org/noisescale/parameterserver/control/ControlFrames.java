package org.noisescale.parameterserver.control;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.agrona.ExpandableArrayBuffer;
import org.noisescale.parameterserver.checkpoint.CheckpointStore;
import org.noisescale.parameterserver.protocol.codec.ChallengeEncoder;
import org.noisescale.parameterserver.protocol.codec.CloseRunEncoder;
import org.noisescale.parameterserver.protocol.codec.FarewellEncoder;
import org.noisescale.parameterserver.protocol.codec.FetchEncoder;
import org.noisescale.parameterserver.protocol.codec.ForgetEncoder;
import org.noisescale.parameterserver.protocol.codec.HeartbeatEncoder;
import org.noisescale.parameterserver.protocol.codec.HelloEncoder;
import org.noisescale.parameterserver.protocol.codec.HoldingsEncoder;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderEncoder;
import org.noisescale.parameterserver.protocol.codec.OpenRunEncoder;
import org.noisescale.parameterserver.protocol.codec.OpenedEncoder;
import org.noisescale.parameterserver.protocol.codec.PieceEncoder;
import org.noisescale.parameterserver.protocol.codec.ProofEncoder;
import org.noisescale.parameterserver.protocol.codec.RefusalEncoder;
import org.noisescale.parameterserver.protocol.codec.SurveyEncoder;
import org.noisescale.parameterserver.protocol.codec.WelcomeEncoder;

/** What a client and a server say to each other, as bytes; all of one client. */
final class ControlFrames {
    /** Our version of the protocol. */
    static final int VERSION = MessageHeaderEncoder.SCHEMA_VERSION;

    private static final int REASON_BYTES_MAX = 2000;

    private final long client;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1 << 9);

    ControlFrames(long client) {
        this.client = client;
    }

    /** Begins the conversation; {@code version} is ours, except where a test speaks another. */
    byte[] hello(int answerStream, int version) {
        HelloEncoder hello = new HelloEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .client(client)
                .answerStream(answerStream);
        header.version(version);
        return bytes(hello.limit());
    }

    byte[] refusal(long runId, RefusalCause cause, String reason) {
        byte[] text = line(reason);
        RefusalEncoder refusal = new RefusalEncoder().wrapAndApplyHeader(buffer, 0, header);
        refusal.client(client).runId(runId).cause(cause.code).putReason(text, 0, text.length);
        return bytes(refusal.limit());
    }

    byte[] challenge(boolean tokenAsked, byte[] nonce) {
        ChallengeEncoder challenge = new ChallengeEncoder().wrapAndApplyHeader(buffer, 0, header);
        challenge.client(client).tokenAsked(tokenAsked ? 1 : 0).putNonce(nonce, 0, nonce.length);
        return bytes(challenge.limit());
    }

    byte[] proof(byte[] digest) {
        ProofEncoder proof = new ProofEncoder().wrapAndApplyHeader(buffer, 0, header);
        proof.client(client).putDigest(digest, 0, digest.length);
        return bytes(proof.limit());
    }

    byte[] welcome(int shards) {
        return bytes(new WelcomeEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .client(client)
                .shards(shards)
                .limit());
    }

    byte[] heartbeat() {
        return bytes(new HeartbeatEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .client(client)
                .limit());
    }

    byte[] farewell() {
        return bytes(new FarewellEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .client(client)
                .limit());
    }

    byte[] openRun(long runId, int planBytes) {
        return bytes(new OpenRunEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .client(client)
                .runId(runId)
                .planBytes(planBytes)
                .limit());
    }

    byte[] piece(long runId, PieceKind kind, int offset, byte[] bytes) {
        PieceEncoder piece = new PieceEncoder().wrapAndApplyHeader(buffer, 0, header);
        piece.client(client).runId(runId).position(offset).kind(kind.code).putBytes(bytes, 0, bytes.length);
        return bytes(piece.limit());
    }

    byte[] opened(long runId) {
        return bytes(new OpenedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .client(client)
                .runId(runId)
                .limit());
    }

    byte[] fetch(long runId, PieceKind kind) {
        return bytes(new FetchEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .client(client)
                .runId(runId)
                .kind(kind.code)
                .limit());
    }

    byte[] closeRun(long runId, String reason) {
        byte[] text = line(reason);
        CloseRunEncoder close = new CloseRunEncoder().wrapAndApplyHeader(buffer, 0, header);
        close.client(client).runId(runId).putReason(text, 0, text.length);
        return bytes(close.limit());
    }

    byte[] survey(long request, String run, CheckpointStore.Shards shards) {
        byte[] fingerprint = HexFormat.of().parseHex(run);
        SurveyEncoder survey = new SurveyEncoder().wrapAndApplyHeader(buffer, 0, header);
        survey.client(client)
                .request(request)
                .firstShard(shards.first())
                .shards(shards.total())
                .putRun(fingerprint, 0, fingerprint.length);
        return bytes(survey.limit());
    }

    byte[] holdings(long request, byte[] bytes) {
        HoldingsEncoder holdings = new HoldingsEncoder().wrapAndApplyHeader(buffer, 0, header);
        holdings.client(client).request(request).putBytes(bytes, 0, bytes.length);
        return bytes(holdings.limit());
    }

    byte[] forget(String run) {
        byte[] fingerprint = HexFormat.of().parseHex(run);
        ForgetEncoder forget = new ForgetEncoder().wrapAndApplyHeader(buffer, 0, header);
        forget.client(client).putRun(fingerprint, 0, fingerprint.length);
        return bytes(forget.limit());
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static byte[] line(String reason) {
        String line = reason.substring(0, Math.min(reason.length(), REASON_BYTES_MAX / 4));
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** Why a server says no. */
    enum RefusalCause {
        /** It will say so again. */
        FINAL(0),
        /** The run's streams are in use; others may be free. */
        STREAMS_IN_USE(1);

        private final int code;

        RefusalCause(int code) {
            this.code = code;
        }

        /** What a number on the wire means; what is unknown is final. */
        static RefusalCause of(int code) {
            return code == STREAMS_IN_USE.code ? STREAMS_IN_USE : FINAL;
        }
    }

    /** What a run's bytes are. */
    enum PieceKind {
        PLAN(0),
        PARAMETERS(1),
        AVERAGE(2);

        private final int code;

        PieceKind(int code) {
            this.code = code;
        }

        /** What a number on the wire means; nothing if it is not one of these kinds. */
        static Optional<PieceKind> find(int code, PieceKind... allowed) {
            return Arrays.stream(allowed).filter(kind -> kind.code == code).findFirst();
        }
    }
}
