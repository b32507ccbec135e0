package org.noisescale.parameterserver.service;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.noisescale.parameterserver.protocol.EvaluationSum;

/** Keeps what it is told; another thread may wait for it. */
final class RecordingListener implements RunListener {
    private final BlockingQueue<Object> arrivals = new LinkedBlockingQueue<>();
    private final List<StepReport> reports = new CopyOnWriteArrayList<>();
    private final List<EvaluationSum> evaluations = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Predicate<EvaluationSum> end;

    /** A listener that lets runs go on to their last step. */
    RecordingListener() {
        this(sum -> false);
    }

    private RecordingListener(Predicate<EvaluationSum> end) {
        this.end = end;
    }

    /** A listener that ends a run after such an evaluation. */
    static RecordingListener endingWhere(Predicate<EvaluationSum> end) {
        return new RecordingListener(end);
    }

    @Override
    public void onStep(StepReport report) {
        reports.add(report);
        arrivals.add(report);
    }

    @Override
    public void onEvaluation(long version, EvaluationSum sum) {
        evaluations.add(sum);
        arrivals.add(sum);
    }

    @Override
    public boolean isOverAt(long version) {
        return end.test(evaluations.get(evaluations.size() - 1));
    }

    @Override
    public void onFailure(String reason) {
        failures.add(reason);
        arrivals.add(reason);
    }

    /** Waits for so many calls in all. */
    void await(int calls) throws InterruptedException {
        for (int i = 0; i < calls; i++) {
            if (arrivals.poll(20, TimeUnit.SECONDS) == null) {
                throw new IllegalStateException("only " + i + " calls came: " + failures);
            }
        }
    }

    /** Waits for the news of a failure. */
    void awaitFailure() throws InterruptedException {
        while (failures.isEmpty()) {
            await(1);
        }
    }

    List<StepReport> reports() {
        return reports;
    }

    List<EvaluationSum> evaluations() {
        return evaluations;
    }

    List<String> failures() {
        return failures;
    }
}
