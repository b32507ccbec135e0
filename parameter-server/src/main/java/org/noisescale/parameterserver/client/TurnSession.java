package org.noisescale.parameterserver.client;

import java.nio.ByteBuffer;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.aggregation.PushSum;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.FloatBytes;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.VerdictAdapter;
import org.noisescale.parameterserver.protocol.WorkerAdapter;
import org.noisescale.parameterserver.protocol.WorkerPublisher;

/**
 * A worker's side of the protocol under every rule but bsp, without thread and clock: it is given parameters, computes,
 * pushes, and is given others. A turn can be taken away from it before it has pushed: then the parameters of another
 * turn, or the end, begin to arrive. In between it may be asked to evaluate.
 */
public final class TurnSession {
    /** Every shard takes part; none stands for itself. */
    private static final int WHOLE = 1;

    private static final double[] NO_NORMS = {};

    private final ClientPlan plan;
    private final ChunkPlan chunks;
    private final int[] inTurn;
    private final List<? extends FrameSink> shards;
    private final FrameSink reports;
    private final AverageMemory evaluated;
    private final TurnReceiver receiver;
    private final WorkerAdapter adapter;
    private final VerdictReceiver verdicts = new VerdictReceiver();
    private final VerdictAdapter verdictAdapter;
    private final WorkerPublisher publisher;
    private final UnsafeBuffer outgoing;
    private final double[] norms;
    private final int[] shardOfChunk;
    private long turn = -1;
    private long evaluations = -1;
    private long bytesPushed;

    /**
     * A session that has said nothing yet.
     *
     * @param parameters the model's parameters, direct memory, written to as chunks arrive
     */
    public TurnSession(ClientPlan plan, WorkerSession.Outlets outlets, ByteBuffer parameters) {
        this.plan = plan;
        shards = outlets.shards();
        reports = outlets.reports();
        chunks = new ChunkPlan(plan.layout());
        UnsafeBuffer model = new UnsafeBuffer(parameters);
        model.boundsCheck(0, chunks.layout().length() * Float.BYTES);
        evaluated = new AverageMemory(chunks, model);
        ClientPlan.Membership membership = plan.membership();
        receiver = new TurnReceiver(chunks, membership.rank(), model, evaluated.memory());
        adapter = new WorkerAdapter(plan.runId(), receiver);
        verdictAdapter = new VerdictAdapter(plan.runId(), verdicts);
        publisher = new WorkerPublisher(plan.runId(), membership.rank(), membership.attempt());
        outgoing = new UnsafeBuffer(ByteBuffer.allocateDirect(chunks.chunkLength() * Float.BYTES));
        norms = new double[chunks.piecesMax()];
        inTurn = new ShardDivision(chunks, shards.size()).inTurn();
        shardOfChunk = new int[chunks.chunkCount()];
        for (int shard = 0; shard < shards.size(); shard++) {
            ShardRange range = ShardRange.of(shard, shards.size(), chunks.chunkCount());
            for (int chunk = range.firstChunk(); chunk < range.endChunk(); chunk++) {
                shardOfChunk[chunk] = shard;
            }
        }
    }

    /** What takes the frames that come from shards. */
    public FrameHandler shardFrames() {
        return adapter;
    }

    /** What takes the frames that come from the driver. */
    public FrameHandler verdictFrames() {
        return verdictAdapter;
    }

    /** Asks every shard to take part. */
    public void join() {
        shards.forEach(publisher::join);
    }

    /** Whether the parameters of a turn that has not begun are there. */
    public boolean hasTurn() {
        return receiver.end().number() < 0
                && receiver.begun().number() > turn
                && receiver.begun().isComplete();
    }

    /** Begins that turn; returns its number. */
    public long beginTurn() {
        turn = receiver.begun().number();
        return turn;
    }

    /** The version that the turn computes at. */
    public long version() {
        return receiver.begun().version();
    }

    /** Whether what is computed in this turn is not wanted any more. */
    public boolean isCancelled() {
        return receiver.begun().number() > turn || receiver.end().number() >= 0;
    }

    /** Whether the run is over, and the parameters that it ends with are in the model's memory. */
    public boolean isOver() {
        return receiver.end().isComplete();
    }

    /** The first shard of which something is missing. */
    public int missingShard() {
        ChunkSet awaited = receiver.end().number() < 0 ? receiver.begun() : receiver.end();
        return awaited.isComplete() || awaited.number() < 0 ? 0 : shardOfChunk[awaited.firstMissing()];
    }

    /** How often a shard has said something. */
    public long heard() {
        return receiver.heard();
    }

    /** Pushes what the worker has computed in its turn. */
    public void push(PushSum sum) {
        for (int chunk : inTurn) {
            int pieces = chunks.pieces(chunk).size();
            for (int i = 0; i < pieces; i++) {
                norms[i] = sum.weightedSquaredNorm(chunks.firstPiece(chunk) + i);
            }
            send(chunk, sum.values(), sum.examples(), norms, pieces);
        }
    }

    /** Pushes how far it came instead, which is no gradient. */
    public void pushWay(float[] way) {
        for (int chunk : inTurn) {
            send(chunk, way, 1, NO_NORMS, 0);
        }
    }

    private void send(int chunk, float[] values, long examples, double[] normsOfChunk, int normCount) {
        int bytes = chunks.length(chunk) * Float.BYTES;
        FloatBytes.write(outgoing, 0, values, chunks.offset(chunk), chunks.length(chunk));
        bytesPushed += bytes;
        publisher
                .contribution(turn, chunk, WHOLE, examples)
                .send(shards.get(shardOfChunk[chunk]), normsOfChunk, normCount, outgoing, 0, bytes);
    }

    /** How many bytes of gradients were sent so far. */
    long bytesPushed() {
        return bytesPushed;
    }

    /** How many bytes of parameters came so far. */
    long bytesPulled() {
        return receiver.bytesTaken();
    }

    /**
     * Reports the losses of the turn.
     *
     * @param firstGradient the number of the first of them among those of all workers
     */
    public void reportLosses(int firstGradient, long[] examples, double[] lossSums) {
        publisher.losses(reports, turn, firstGradient, examples, lossSums);
    }

    /** Whether something is there that is to be evaluated. */
    public boolean hasEvaluation() {
        return receiver.evaluation().number() > evaluations
                && receiver.evaluation().isComplete();
    }

    /** Puts it into the model's memory, until it is called again; returns its version. */
    public long exchange() {
        evaluated.exchange();
        return receiver.evaluation().version();
    }

    /** Reports figures on held-out examples, one entry for each virtual worker that this worker serves. */
    public void reportEvaluation(long version, List<EvaluationSum> sums) {
        evaluations = version;
        verdicts.await(version);
        publisher.evaluation(reports, version, plan.membership().range().first(), sums);
    }

    /** Whether it is known if the run is over with that; always if nobody judges. */
    public boolean hasVerdict() {
        return !plan.channels().judged() || verdicts.isComplete();
    }

    /** Tells the shards that the evaluation is done, and what the driver said. */
    public void endEvaluation() {
        boolean finished = plan.channels().judged() && verdicts.isFinished();
        for (FrameSink shard : shards) {
            publisher.evaluated(shard, evaluations, finished);
        }
    }

    /** Tells the shards that the worker is there, although it sends nothing. */
    public void sayPatience() {
        shards.forEach(publisher::patience);
    }
}
