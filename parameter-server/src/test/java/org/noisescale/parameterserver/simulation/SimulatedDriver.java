package org.noisescale.parameterserver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.ReportAdapter;
import org.noisescale.parameterserver.protocol.VerdictPublisher;
import org.noisescale.parameterserver.service.ReportCollector;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.StepReport;

/** Writes down what is reported, over all attempts. What is reported once more must be what it was. */
final class SimulatedDriver implements Party, RunListener {
    private final SimulatedProblem problem;
    private final FrameSink workers;
    private final Fault fault;
    private final SortedMap<Long, StepReport> steps = new TreeMap<>();
    private final SortedMap<Long, EvaluationSum> evaluations = new TreeMap<>();
    /** What was reported to this driver or to one that crashed. */
    private final Map<Long, StepReport> everyStep = new HashMap<>();

    private final Map<Long, EvaluationSum> everyEvaluation = new HashMap<>();
    private @Nullable FrameHandler frames;
    private long lastStep;
    private boolean failed;

    SimulatedDriver(SimulatedProblem problem, FrameSink workers, Fault fault) {
        this.problem = problem;
        this.workers = workers;
        this.fault = fault;
        lastStep = problem.steps();
    }

    void begin(AttemptPlan plan) {
        failed = false;
        VerdictPublisher publisher = new VerdictPublisher(plan.server().runId());
        ReportCollector collector = new ReportCollector(plan.server(), this, (version, finished) -> {
            if (problem.judged()) {
                publisher.verdict(workers, version, finished);
            }
        });
        collector.restore(plan.firstVersion());
        frames = fault.before(new ReportAdapter(plan.server().runId(), collector), Address.DRIVER, plan);
    }

    @Override
    public void receive(byte[] frame) {
        if (frames != null) {
            frames.onFrame(new UnsafeBuffer(frame), 0, frame.length);
        }
    }

    @Override
    public void work(long nowMs) {
        // It only listens.
    }

    @Override
    public void onStep(StepReport report) {
        steps.put(report.step(), report);
        StepReport before = everyStep.putIfAbsent(report.step(), report);
        assertThat(report).isEqualTo(before == null ? report : before);
    }

    @Override
    public void onEvaluation(long version, EvaluationSum sum) {
        evaluations.put(version, sum);
        EvaluationSum before = everyEvaluation.putIfAbsent(version, sum);
        assertThat(sum).isEqualTo(before == null ? sum : before);
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
        failed = true;
    }

    /**
     * Another driver takes its place, which finds the rows up to a version, and hears nothing before it begins.
     *
     * @param version at most {@link #versionReported}
     */
    void crash(long version) {
        frames = null;
        steps.tailMap(version + 1).clear();
        evaluations.tailMap(version + 1).clear();
        boolean over = problem.judged() && evaluations.values().stream().anyMatch(problem::isOverAfter);
        lastStep = over ? lastStep : problem.steps();
    }

    /** Whether somebody said that the attempt cannot go on. */
    boolean isToldOfFailure() {
        return failed;
    }

    /**
     * Whether all steps and evaluations are there. With a network that keeps the order of each sender's frames the last
     * evaluation implies the others.
     */
    boolean knowsAll() {
        return versionReported() >= lastStep && evaluations.containsKey(lastStep);
    }

    /**
     * The last version from which the run can go on without a gap in what is written down: all steps up to it are
     * there, and all evaluations before it, since the workers begin with the one at the version itself.
     */
    long versionReported() {
        long version = 0;
        while (steps.containsKey(version + 1)
                && (version == 0 || !problem.evaluations().includes(version) || evaluations.containsKey(version))) {
            version++;
        }
        return version;
    }

    SortedMap<Long, StepReport> steps() {
        return steps;
    }

    SortedMap<Long, EvaluationSum> evaluations() {
        return evaluations;
    }
}
