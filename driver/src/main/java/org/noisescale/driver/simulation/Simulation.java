package org.noisescale.driver.simulation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.noisescale.driver.results.Evaluation;
import org.noisescale.driver.results.ParameterPath;
import org.noisescale.driver.results.StalenessReport;
import org.noisescale.driver.results.StepMoment;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.service.StepReport;
import org.noisescale.parameterserver.shard.Parts;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.synchronization.Admission;
import org.noisescale.parameterserver.synchronization.ArrivalLog;
import org.noisescale.parameterserver.synchronization.AsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.EvaluationSchedule;
import org.noisescale.parameterserver.synchronization.Synchronizer;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.training.ParameterSnapshot;

/**
 * One run of a simulated cluster. The clock goes from the arrival of one push to that of the next; what arrives at the
 * same nanosecond is taken in the order of ranks. At an arrival the gradient is computed, at the parameters that its
 * worker had read; the rule says whether it counts, whether an update is due and who goes on.
 */
public final class Simulation {
    private static final double NS_PER_SECOND = 1e9;

    private final SimulationPlan plan;
    private final Synchronizer synchronizer;
    private final PushOrder order;
    private final ReadVersions versions;
    private final ArrivalLog log = new ArrivalLog();
    private final Gradients gradients;
    private final ChunkPlan chunks;
    private final Shard shard;
    private final Parts parts;
    private final Work work;
    private final Update update;
    private final UpdateReports reports;
    private final EvaluationSchedule schedule;
    private final StepTable steps;
    private final List<SimulatedRun.TimedEvaluation> evaluations = new ArrayList<>();
    private final ParameterPath path;
    private final StalenessProbe probe;
    private final List<ParameterSnapshot> snapshots = new ArrayList<>();
    private final Onlooker onlooker;
    private final long[] turns;
    private final BitSet cancelled = new BitSet();
    private final long startNs = System.nanoTime();
    private long clockNs;
    private boolean over;

    /**
     * A run at version 0.
     *
     * @param objective of all virtual workers
     * @param unwanted whether the result is not wanted any more, which is asked now and then
     * @param glimpses is told now and then how far the run is
     */
    public Simulation(SimulationPlan plan, Objective objective, BooleanSupplier unwanted, Consumer<Glimpse> glimpses) {
        this.plan = plan;
        onlooker = new Onlooker(unwanted, glimpses);
        InitialModel model = plan.objective().initialModel();
        ParameterLayout layout = model.layout();
        chunks = new ChunkPlan(layout);
        shard = plan.newShard(layout, plan.parts(), plan.serverOptimizer(), model.parameters());
        parts = new Parts(shard);
        gradients = new Gradients(objective, plan.virtualWorkers());
        work = work();
        synchronizer = new Synchronizer(plan.synchronization().policy(), plan.workers());
        order = plan.order((long) layout.length() * Float.BYTES);
        versions = new ReadVersions(plan.workers(), layout.length());
        update = new Update(chunks.pieceCount(), plan.gradients());
        steps = new StepTable(layout.segments().size());
        reports = new UpdateReports(plan, shard, this::take);
        schedule =
                new EvaluationSchedule(plan.training().steps(), plan.training().evaluateEvery());
        path = new ParameterPath(Math.min(plan.observation().path(), layout.length()));
        path.add(model.parameters());
        probe = new StalenessProbe(plan, gradients, layout);
        turns = new long[plan.workers()];
        objective.beginAt(0);
        keep(0);
    }

    private Work work() {
        if (plan.synchronization().isBulkSynchronous()) {
            return new SynchronousWork(plan, gradients, parts, chunks.layout().length());
        }
        return plan.synchronization().isLocal()
                ? new LocalWork(plan, gradients, parts, chunks)
                : new SeatedWork(plan, gradients, parts, shard);
    }

    /**
     * Runs to the last step, or to the evaluation that ends the run.
     *
     * @throws IllegalStateException if the law of staleness is broken, or the result is not wanted any more
     */
    public SimulatedRun run() {
        letGo();
        while (!over) {
            long before = synchronizer.version();
            arrive();
            letGo();
            if (synchronizer.version() > before) {
                look();
            }
        }
        requireConservation();
        return new SimulatedRun(steps.trimmed(), evaluations, parameters(), evaluated(), traces());
    }

    private SimulatedRun.Traces traces() {
        return new SimulatedRun.Traces(
                StalenessReport.of(synchronizer.account(), plan.workers(), synchronizer.inFlight()),
                plan.recorded(synchronizer.version(), log),
                path,
                probe.budgets(),
                List.copyOf(snapshots));
    }

    /** Everybody begins whom the rule lets. */
    private void letGo() {
        for (int worker = synchronizer.pollBegin(); worker != Synchronizer.NONE; worker = synchronizer.pollBegin()) {
            versions.read(worker, this::copyParametersInto);
            long turn = turns[worker]++;
            int localSteps = plan.synchronization().policy().localSteps(synchronizer.version());
            order.begin(worker, clockNs, turn, localSteps);
        }
    }

    private void look() {
        if (plan.observation().every() > 0) {
            int[] computing = IntStream.range(0, plan.workers())
                    .filter(synchronizer::isComputing)
                    .toArray();
            probe.look(synchronizer.version(), parameters(), computing, versions::held, turns);
        }
    }

    private void arrive() {
        int worker = order.take();
        clockNs = order.timeNs();
        long staleness = synchronizer.staleness(worker);
        int seat = synchronizer.contributions();
        boolean admitted = synchronizer.offer(worker) == Admission.ADMIT;
        order.settle(worker, staleness, admitted);
        log.append(worker, staleness, admitted, clockNs);
        if (admitted) {
            update.addPush(staleness);
            work.push(new Work.PushPlace(worker, turns[worker] - 1, seat, staleness), versions.held(worker), update);
        }
        versions.release(worker);
        if (synchronizer.isDue()) {
            advance();
        }
    }

    private void advance() {
        parts.drain();
        synchronizer.advance(cancelled);
        for (int worker = cancelled.nextSetBit(0); worker >= 0; worker = cancelled.nextSetBit(worker + 1)) {
            order.cancel(worker);
            versions.release(worker);
        }
        versions.advance();
        path.add(shard.parameters(0));
        reports.tell(update);
        update.clear();
        long version = synchronizer.version();
        if (schedule.includes(version)) {
            evaluate(version);
        }
        over |= version == plan.training().steps();
        keep(version);
    }

    private void keep(long version) {
        int every = plan.snapshotEvery();
        if (every > 0 && (over || version % every == 0)) {
            snapshots.add(ParameterSnapshot.of(version, parameters()));
        }
    }

    private void take(StepReport report) {
        onlooker.observe(report);
        double spread = plan.synchronization().isLocal() ? update.spread(reports.squaredNormOfSum()) : Double.NaN;
        steps.add(
                report,
                new StepMoment(
                        (System.nanoTime() - startNs) / NS_PER_SECOND,
                        clockNs / NS_PER_SECOND,
                        update.stalenessMean(),
                        spread));
    }

    private void evaluate(long version) {
        EvaluationSum sum = gradients.evaluate(evaluated());
        evaluations.add(new SimulatedRun.TimedEvaluation(version, sum));
        Evaluation found = Evaluation.of(sum);
        over |= plan.training().target().isEnd(found.loss(), found.accuracy());
    }

    private float[] parameters() {
        float[] all = new float[chunks.layout().length()];
        copyParametersInto(all);
        return all;
    }

    private void copyParametersInto(float[] target) {
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            System.arraycopy(shard.parameters(chunk), 0, target, chunks.offset(chunk), chunks.length(chunk));
        }
    }

    /** The parameters, or their average if one is kept. */
    private float[] evaluated() {
        float[] all = new float[chunks.layout().length()];
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            System.arraycopy(shard.average(chunk), 0, all, chunks.offset(chunk), chunks.length(chunk));
        }
        return all;
    }

    private void requireConservation() {
        synchronizer.requireConservation();
        long sum = synchronizer.account().all().sum() + synchronizer.inFlight();
        long law = synchronizer.version() * (plan.workers() - 1);
        if (plan.synchronization().policy() instanceof AsynchronousPolicy && sum != law) {
            throw new IllegalStateException(
                    "staleness applied and in flight must be T(W - 1) = " + law + ", was " + sum);
        }
    }
}
