package org.noisescale.parameterserver.service;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.noisescale.parameterserver.protocol.EvaluationSum;

/** Keeps what it is told; another thread may wait for it. */
final class RecordingListener implements RunListener {
    private final BlockingQueue<Object> arrivals = new LinkedBlockingQueue<>();
    private final List<StepReport> reports = new CopyOnWriteArrayList<>();
    private final List<EvaluationSum> evaluations = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

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
