package org.noisescale.parameterserver.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.noisescale.parameterserver.protocol.ArrivalPublisher;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.FrameOutlet;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.ShardAdapter;
import org.noisescale.parameterserver.protocol.ShardPublisher;
import org.noisescale.parameterserver.protocol.WorkerOutlet;
import org.noisescale.parameterserver.protocol.WorkersSink;
import org.noisescale.parameterserver.shard.Contribution;
import org.noisescale.parameterserver.shard.Figures;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.Synchronizer;

/**
 * A shard's party under every rule but bsp. The first shard decides one thing: in which order pushes are dealt with. It
 * tells the others and the driver, and each of them does the same with the same pushes in that order: what counts, when
 * the parameters change, and who begins again at which version. So no read mixes versions, and the order of arrivals is
 * all that has to be logged.
 *
 * <p>A worker's push waits in memory of its own until its place in the order is known; a worker begins when all shards
 * have dealt with its last push. At an evaluation nothing is dealt with until all workers have evaluated.
 */
public final class SeatedSession implements ShardParty, ShardAdapter.Listener {
    private final ServerPlan plan;
    private final Shard shard;
    private final SeatedShard seats;
    private final Outlets outlets;
    private final ShardAdapter adapter;
    private final ShardPublisher publisher;
    private final ArrivalPublisher arrivals;
    private final ArrivalsPost arrivalsPost;
    private final FiguresPost figuresPost;
    private final Deliveries deliveries;
    private final EvaluationRound evaluation;
    private final Roster roster;
    private final PushOrder order;
    private final boolean first;
    private final Deque<HeldFigures> early = new ArrayDeque<>();
    private final StallWatch stalls;
    private ShardWatch watch = ShardWatch.NONE;
    private boolean begun;
    private boolean over;
    private long startNs;
    private long nowNs;

    /**
     * Where a shard's frames go.
     *
     * @param patience to all workers at once, if they can take it
     * @param readings to single workers
     * @param others the other shards
     */
    public record Outlets(
            WorkersSink workers,
            FrameOutlet patience,
            WorkerOutlet readings,
            FrameSink reports,
            List<? extends FrameOutlet> others) {}

    /** A session that begins now, at version 0. */
    public SeatedSession(ServerPlan plan, Shard shard, Outlets outlets, long nowNs) {
        this.plan = plan;
        this.shard = shard;
        this.outlets = outlets;
        this.nowNs = nowNs;
        int workers = plan.parties().workers();
        seats = new SeatedShard(plan, shard);
        adapter = new ShardAdapter(plan.runId(), this);
        publisher = new ShardPublisher(plan.runId(), shard.plan().chunks().chunkLength());
        arrivals = new ArrivalPublisher(plan.runId());
        first = shard.plan().shard() == 0;
        arrivalsPost = new ArrivalsPost(arrivals, first ? outlets.others() : List.of(), workers);
        figuresPost = new FiguresPost(plan.runId(), shard, shard.figuresPerStep() == 0 ? List.of() : outlets.others());
        boolean kept = plan.rules().seating().compensates();
        deliveries = new Deliveries(shard, seats.copies(), publisher, outlets.readings(), workers, kept);
        evaluation = new EvaluationRound(workers);
        roster = new Roster(workers);
        order = order(workers);
        stalls = new StallWatch(plan.waitLimit(), nowNs);
    }

    private PushOrder order(int workers) {
        RecordedArrivals followed = plan.rules().followedOrNull();
        if (!first) {
            return new ToldOrder(workers);
        }
        if (followed == null) {
            return new FirstCome(workers);
        }
        return followed.isWhole() ? new FollowedOrder(followed) : new ResumedOrder(followed, workers);
    }

    @Override
    public void showTo(ShardWatch watching) {
        watch = watching;
    }

    @Override
    public FrameHandler frames() {
        return adapter;
    }

    @Override
    public long stepsDone() {
        return shard.stepsCompleted();
    }

    @Override
    public boolean isDone() {
        return over && deliveries.areDone();
    }

    @Override
    public boolean needsEverybody() {
        return !over && !roster.isLeaving();
    }

    /** How many bytes of parameters were sent. */
    long bytesSent() {
        return deliveries.bytesSent();
    }

    @Override
    public int work(long timeNs) {
        nowNs = timeNs;
        int work = 0;
        while (isFree() && dealWithNext()) {
            work++;
        }
        work += figuresPost.send() + arrivalsPost.send() + deliveries.send();
        stalls.observe(work > 0);
        if (stalls.isPatienceDue(nowNs)) {
            arrivals.offerPatience(outlets.patience());
        }
        return work;
    }

    private boolean isFree() {
        return begun && !over && !evaluation.isOpen() && figuresPost.isDone();
    }

    private boolean dealWithNext() {
        int worker = order.next();
        if (worker == PushOrder.NONE || !seats.isReady(worker)) {
            return false;
        }
        if (first) {
            tell(worker);
        }
        long staleness = seats.staleness(worker);
        boolean admitted = seats.deal(worker);
        order.settle(worker, staleness, admitted);
        if (admitted) {
            watch.onPush(shard.plan().range().firstChunk(), staleness);
        } else {
            watch.onIgnoredPush();
        }
        if (seats.isUpdating()) {
            update();
        } else {
            letGo();
        }
        return true;
    }

    private void tell(int worker) {
        long turn = seats.push(worker).turn();
        long timeNs = Math.max(0, nowNs - startNs);
        long number = arrivalsPost.add(worker, turn, timeNs);
        arrivals.send(outlets.reports(), number, worker, turn, timeNs);
    }

    /** Goes on with an update until something of another shard is lacking. */
    private void update() {
        while (shard.pollCompleted() != Shard.NONE) {
            watch.onUpdated();
        }
        if (!seats.advance()) {
            return;
        }
        BitSet cancelled = seats.cancelled();
        for (int worker = cancelled.nextSetBit(0); worker >= 0; worker = cancelled.nextSetBit(worker + 1)) {
            order.onCancelled(worker);
            deliveries.drop(worker);
        }
        publisher.measurement(outlets.reports(), stepsDone() - 1, shard.measurement());
        watch.onStep(shard.measurement());
        if (plan.evaluations().includes(stepsDone())) {
            evaluation.open(stepsDone());
            deliveries.evaluate();
        } else {
            letGo();
        }
        offerEarly();
    }

    private void letGo() {
        for (int worker = seats.pollBegin(); worker != Synchronizer.NONE; worker = seats.pollBegin()) {
            deliveries.begin(worker, seats.push(worker).turn());
        }
    }

    @Override
    public void onJoin(int worker, int attempt) {
        if (!roster.add(worker)) {
            return;
        }
        stalls.observe(true);
        outlets.workers().add(worker, attempt);
        if (roster.isComplete()) {
            begun = true;
            startNs = nowNs;
            letGo();
        }
    }

    @Override
    public void onContribution(Contribution contribution) {
        int worker = contribution.worker();
        if (over || !isRank(worker) || !seats.push(worker).take(contribution)) {
            watch.onIgnoredPush();
            return;
        }
        stalls.observe(true);
        if (seats.push(worker).isComplete()) {
            order.onComplete(worker);
        }
    }

    private boolean isRank(int worker) {
        return worker >= 0 && worker < plan.parties().workers();
    }

    @Override
    public void onArrival(long number, int worker, long turn, long timeNs) {
        boolean possible = isRank(worker) && seats.push(worker).turn() == turn;
        if (possible && order instanceof ToldOrder told && told.add(number, worker)) {
            stalls.observe(true);
        }
    }

    @Override
    public void onEvaluated(int worker, long version, boolean finished) {
        if (!isRank(worker) || !evaluation.add(worker, version, finished)) {
            return;
        }
        stalls.observe(true);
        if (evaluation.isOpen()) {
            return;
        }
        if (evaluation.isFinished() || version == plan.steps()) {
            over = true;
            seats.requireConservation();
            deliveries.end();
        } else {
            letGo();
        }
    }

    @Override
    public void onPatience(int worker) {
        if (isRank(worker)) {
            stalls.observe(true);
        }
    }

    @Override
    public void onLeave(int worker) {
        roster.leave(worker);
    }

    /** Another shard may be an update ahead, since pushes wait there; it cannot be two ahead without our figures. */
    @Override
    public void onFigures(Figures figures) {
        if (figures.step() == stepsDone() + 1 && early.size() < plan.parties().shards() * figuresMax()) {
            early.add(new HeldFigures(figures));
        } else {
            offer(figures);
        }
    }

    private int figuresMax() {
        return 1 + shard.plan().chunks().pieceCount();
    }

    private void offer(Figures figures) {
        Shard.Outcome outcome = shard.offer(figures);
        stalls.observe(outcome == Shard.Outcome.ACCEPTED || outcome == Shard.Outcome.COMPLETED);
        if (outcome == Shard.Outcome.COMPLETED) {
            update();
        }
    }

    private void offerEarly() {
        List<HeldFigures> due = new ArrayList<>(early);
        early.clear();
        due.forEach(this::onFigures);
    }

    @Override
    public Optional<String> findStall(long timeNs) {
        return !stalls.isQuiet(timeNs) || isDone()
                ? Optional.empty()
                : stalls.find(timeNs, insight(), stepsDone(), this::missing);
    }

    /** Only the first shard decides whose push is the next one. */
    private StallWatch.Insight insight() {
        if (!begun || evaluation.isOpen()) {
            return StallWatch.Insight.WHOLE;
        }
        if (seats.isUpdating()) {
            return StallWatch.Insight.NONE;
        }
        return first ? StallWatch.Insight.WHOLE : StallWatch.Insight.OWN;
    }

    private String missing() {
        if (!begun) {
            return Absent.names("answers of worker", roster.missing());
        }
        if (evaluation.isOpen()) {
            return Absent.names("evaluations of worker", evaluation.missing());
        }
        if (seats.isUpdating()) {
            return Absent.names("figures of shard", shard.missingShards());
        }
        List<Integer> awaited = new ArrayList<>();
        for (int worker = 0; worker < plan.parties().workers(); worker++) {
            if (seats.isAwaited(worker)) {
                awaited.add(worker);
            }
        }
        return first || !awaited.isEmpty() ? Absent.names("gradients of worker", awaited) : "order of shard 0";
    }

    @Override
    public void stopReports(String reason) {
        publisher.stop(outlets.reports(), reason);
    }

    @Override
    public void stopWorkers(String reason) {
        publisher.stop(outlets.workers(), reason);
    }
}
