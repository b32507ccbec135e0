package org.noisescale.parameterserver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.FrameOutlet;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.ReportAdapter;
import org.noisescale.parameterserver.protocol.VerdictPublisher;
import org.noisescale.parameterserver.service.ArrivalReports;
import org.noisescale.parameterserver.service.RoundFigures;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.SeatedSession;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.service.StepReport;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.Seating;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/**
 * A run under another rule than bsp in one thread: whose next frame arrives, who looks at its mail, who cannot take a
 * message and which frame comes twice is a function of the seed. Frames of one sender to one receiver keep their order,
 * as those of a stream and of a ring do.
 */
final class SeatedWorld implements RunListener {
    private static final int EVENTS_MAX = 3_000_000;
    private static final int EVENT_NS = 1_000;
    private static final double REFUSED = 0.3;
    private static final double DOUBLED = 0.05;

    private final SimulatedProblem problem;
    private final ServerPlan plan;
    private final SplittableRandom random;
    private final Map<List<Address>, Deque<byte[]>> links = new LinkedHashMap<>();
    private final List<SeatedSession> sessions = new ArrayList<>();
    private final List<Shard> shards = new ArrayList<>();
    private final List<SeatedWorldWorker> workers = new ArrayList<>();
    private final FrameHandler driver;
    private final List<StepReport> reports = new ArrayList<>();
    private final List<EvaluationSum> evaluations = new ArrayList<>();
    private byte[] log = {};
    private long lastStep;
    private long nowNs;

    /** Who takes part, and in which order pushes are dealt with if that is given. */
    record Cast(int workers, int shards, @Nullable RecordedArrivals followed) {}

    SeatedWorld(
            SimulatedProblem problem,
            SynchronizationPolicy policy,
            Seating seating,
            Cast cast,
            SplittableRandom random,
            int attempt) {
        this.problem = problem;
        this.random = random;
        lastStep = problem.steps();
        int gradients = policy.quorum(cast.workers) * problem.virtualWorkers() / cast.workers;
        plan = new ServerPlan(
                100 + attempt,
                new ServerPlan.Parties(cast.workers, problem.virtualWorkers(), cast.shards),
                problem.layout(),
                new ServerPlan.Rules(
                        problem.optimizer(),
                        policy,
                        NoiseMeter.ofIndependentDraws(gradients),
                        problem.evaluations().every(),
                        seating,
                        cast.followed),
                problem.steps(),
                Duration.ofSeconds(1000));
        VerdictPublisher verdicts = new VerdictPublisher(plan.runId());
        List<Address> everyWorker =
                IntStream.range(0, cast.workers).mapToObj(Address::worker).toList();
        driver = new ReportAdapter(plan.runId(), new ArrivalReports(plan, this, (version, finished) -> {
            if (problem.judged()) {
                verdicts.verdict(sink(Address.DRIVER, everyWorker), version, finished);
            }
        }));
        for (int shard = 0; shard < cast.shards; shard++) {
            addShard(shard, policy.quorum(cast.workers), everyWorker);
        }
        for (int rank = 0; rank < cast.workers; rank++) {
            Address own = Address.worker(rank);
            List<FrameSink> toShards = IntStream.range(0, cast.shards)
                    .mapToObj(shard -> sink(own, List.of(Address.shard(shard))))
                    .toList();
            workers.add(new SeatedWorldWorker(
                    problem, plan, rank, toShards, sink(own, List.of(Address.DRIVER)), random.split()));
        }
    }

    private void addShard(int rank, int seats, List<Address> everyWorker) {
        Address own = Address.shard(rank);
        Shard shard = new Shard(
                new ShardPlan(
                        new ShardDivision(
                                new ChunkPlan(problem.layout()), plan.parties().shards()),
                        rank,
                        new AggregationTree(seats),
                        seats,
                        problem.optimizer(),
                        new BulkSynchronousPolicy()),
                problem.start());
        List<FrameOutlet> others = IntStream.range(0, plan.parties().shards())
                .filter(other -> other != rank)
                .mapToObj(other -> outlet(own, Address.shard(other)))
                .toList();
        FrameSink toWorkers = sink(own, everyWorker);
        shards.add(shard);
        sessions.add(new SeatedSession(
                plan,
                shard,
                new SeatedSession.Outlets(
                        toWorkers::send,
                        (buffer, length) -> true,
                        (worker, header, headerLength, values, scratch) -> {
                            if (random.nextDouble() < REFUSED) {
                                return false;
                            }
                            sink(own, List.of(Address.worker(worker))).send(header, headerLength, values, scratch);
                            return true;
                        },
                        sink(own, List.of(Address.DRIVER)),
                        others),
                0));
    }

    private FrameSink sink(Address from, List<Address> receivers) {
        return (header, headerLength, body, bodyOffset, bodyLength) -> {
            byte[] frame = new byte[headerLength + bodyLength];
            header.getBytes(0, frame, 0, headerLength);
            body.getBytes(bodyOffset, frame, headerLength, bodyLength);
            receivers.forEach(to -> send(from, to, frame));
        };
    }

    private FrameOutlet outlet(Address from, Address to) {
        return (DirectBuffer buffer, int length) -> {
            if (random.nextDouble() < REFUSED) {
                return false;
            }
            byte[] frame = new byte[length];
            buffer.getBytes(0, frame);
            send(from, to, frame);
            return true;
        };
    }

    private void send(Address from, Address to, byte[] frame) {
        frames(List.of(from, to)).add(frame);
    }

    private Deque<byte[]> frames(List<Address> link) {
        return links.computeIfAbsent(link, key -> new ArrayDeque<>());
    }

    /** Takes over what is still under way between the parties of an attempt that was given up. */
    void inherit(SeatedWorld lost) {
        lost.links.forEach((link, left) -> frames(link).addAll(left));
    }

    /** Lets so many things happen. */
    void proceed(int events) {
        for (int event = 0; event < events && !isComplete(); event++) {
            happen();
        }
    }

    /** Runs to the end. */
    void run() {
        for (int events = 0; !isComplete(); events++) {
            assertThat(events).isLessThan(EVENTS_MAX);
            happen();
        }
        assertThat(sessions).allMatch(SeatedSession::isDone);
        workers.forEach(worker -> assertThat(worker.parameters()).isEqualTo(parameters()));
    }

    private void happen() {
        nowNs += EVENT_NS;
        List<List<Address>> busy =
                links.keySet().stream().filter(link -> !frames(link).isEmpty()).toList();
        int choice = random.nextInt(busy.size() + sessions.size() + workers.size());
        if (choice < busy.size()) {
            arrive(busy.get(choice));
        } else if (choice < busy.size() + sessions.size()) {
            sessions.get(choice - busy.size()).work(nowNs);
        } else {
            workers.get(choice - busy.size() - sessions.size()).work();
        }
    }

    private void arrive(List<Address> link) {
        byte[] frame = frames(link).remove();
        deliver(link.get(1), frame);
        if (random.nextDouble() < DOUBLED) {
            deliver(link.get(1), frame);
        }
    }

    private void deliver(Address to, byte[] frame) {
        UnsafeBuffer buffer = new UnsafeBuffer(frame.clone());
        switch (to.role()) {
            case DRIVER -> driver.onFrame(buffer, 0, frame.length);
            case SHARD -> sessions.get(to.rank()).frames().onFrame(buffer, 0, frame.length);
            case WORKER -> workers.get(to.rank()).receive(buffer, frame.length);
        }
    }

    private boolean isComplete() {
        return reports.size() == lastStep
                && evaluations.size() == evaluationsAsked()
                && workers.stream().allMatch(SeatedWorldWorker::isOver);
    }

    /** A worker may be over before its last evaluation has arrived. */
    private long evaluationsAsked() {
        return LongStream.rangeClosed(1, lastStep)
                .filter(problem.evaluations()::includes)
                .count();
    }

    @Override
    public void onRound(RoundFigures figures) {
        log = figures.book().log();
        figures.book().requireConservation();
    }

    @Override
    public void onStep(StepReport report) {
        long before = report.step() - 1;
        int every = (int) problem.evaluations().every();
        assertThat(evaluations).hasSizeGreaterThanOrEqualTo(every == 0 ? 0 : (int) before / every);
        reports.add(report);
    }

    @Override
    public void onEvaluation(long version, EvaluationSum sum) {
        evaluations.add(sum);
        if (problem.judged() && problem.isOverAfter(sum)) {
            lastStep = Math.min(lastStep, version);
        }
    }

    @Override
    public boolean isOverAt(long version) {
        return version >= lastStep;
    }

    @Override
    public void onFailure(String reason) {
        throw new AssertionError(reason);
    }

    List<StepReport> reports() {
        return reports;
    }

    List<EvaluationSum> evaluations() {
        return evaluations;
    }

    /** In which order pushes were dealt with. */
    RecordedArrivals order() {
        return new RecordedArrivals("rule", plan.parties().workers(), reports.size(), log);
    }

    float[] parameters() {
        float[] parameters = new float[problem.layout().length()];
        ChunkPlan chunks = new ChunkPlan(problem.layout());
        for (Shard shard : shards) {
            for (int chunk = shard.plan().range().firstChunk();
                    chunk < shard.plan().range().endChunk();
                    chunk++) {
                System.arraycopy(shard.parameters(chunk), 0, parameters, chunks.offset(chunk), chunks.length(chunk));
            }
        }
        return parameters;
    }
}
