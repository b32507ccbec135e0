package org.noisescale.driver.study;

import java.util.List;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.synchronization.AsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.Asynchrony;
import org.noisescale.parameterserver.synchronization.BatchAsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BatchSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BoundedStalenessPolicy;
import org.noisescale.parameterserver.synchronization.LocalPolicy;
import org.noisescale.parameterserver.synchronization.QuorumAsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.QuorumSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.StaleSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/** Reads the section {@code training.synchronization}. */
final class SynchronizationReader {
    private static final String QUORUM = "quorum";
    private static final WholeRange COUNT = new WholeRange(1, 1_000_000);
    private static final WholeRange LIMIT = new WholeRange(0, 1_000_000_000);

    private final Section section;
    private final int workers;

    private SynchronizationReader(Section section, int workers) {
        this.section = section;
        this.workers = workers;
    }

    /** The plan that the section describes; throws {@link InputException}. */
    static SynchronizationPlan read(Section section, int workers) {
        return new SynchronizationReader(section, workers).plan();
    }

    private SynchronizationPlan plan() {
        String rule = section.kind("bsp");
        return switch (rule) {
            case "bsp" -> SynchronizationPlan.BSP;
            case "k-sync" -> SynchronizationPlan.of(rule, new QuorumSynchronousPolicy(quorum()));
            case "k-batch-sync" -> SynchronizationPlan.of(rule, new BatchSynchronousPolicy(quorum()));
            case "k-async" -> asynchronous(rule, new QuorumAsynchronousPolicy(quorum()));
            case "k-batch-async" -> asynchronous(rule, new BatchAsynchronousPolicy(quorum()));
            case "async" -> asynchronous(rule, new AsynchronousPolicy());
            case "ssp" -> asynchronous(rule, new StaleSynchronousPolicy(section.count("bound", 3, LIMIT)));
            case "local" -> local(rule);
            default -> own(rule);
        };
    }

    private SynchronizationPlan own(String rule) {
        SynchronizationPolicy policy = OwnRules.load()
                .find(rule, section, workers)
                .orElseThrow(() ->
                        new IllegalStateException("training.synchronization.rule must have a reader, was " + rule));
        return new SynchronizationPlan(
                rule, policy, new Asynchrony(convention(), false, 0), SynchronizationPlan.average(), "");
    }

    private Asynchrony.Convention convention() {
        return section.value(StudyKeys.CONVENTION, Asynchrony.Convention.MEAN, Choice.of(Asynchrony.Convention.class));
    }

    private int quorum() {
        int quorum = section.count(QUORUM, workers, COUNT);
        if (quorum > workers) {
            throw section.problem(
                    List.of(QUORUM),
                    "training.synchronization.quorum must be at most training.workers (" + workers + "), was "
                            + quorum);
        }
        return quorum;
    }

    private SynchronizationPlan asynchronous(String rule, SynchronizationPolicy policy) {
        Asynchrony.Convention convention = convention();
        boolean stalenessAware = section.value("stalenessAware", false, new ValueType.Truth());
        double compensation = section.value("delayCompensation", 0.0, new ValueType.Decimal(NumberRange.NOT_NEGATIVE));
        int most = section.count("stalenessMax", 0, LIMIT);
        return new SynchronizationPlan(
                rule,
                most == 0 ? policy : new BoundedStalenessPolicy(policy, most),
                new Asynchrony(convention, stalenessAware, compensation),
                SynchronizationPlan.average(),
                "");
    }

    private SynchronizationPlan local(String rule) {
        int period = section.count("period", 8, COUNT);
        int from = section.count("fromUpdate", 0, LIMIT);
        OptimizerPlan outer = outer(section.section("outer", StudyKeys.OUTER));
        return new SynchronizationPlan(rule, new LocalPolicy(period, from), Asynchrony.NONE, outer, "");
    }

    private static OptimizerPlan outer(Section outer) {
        String kind = outer.kind("average");
        if (kind.equals("average")) {
            return SynchronizationPlan.average();
        }
        double rate = outer.value("learningRate", 0.7, new ValueType.Decimal(NumberRange.POSITIVE));
        double momentum = outer.value("momentum", 0.9, new ValueType.Decimal(NumberRange.DECAY));
        UpdateRule rule = switch (kind) {
            case "momentum" -> new UpdateRule.Momentum(momentum);
            case "nesterov" -> new UpdateRule.Nesterov(momentum, UpdateRule.MomentumForm.LEARNING_RATE_OUTSIDE);
            default ->
                throw new IllegalStateException("training.synchronization.outer.kind must have a rule, was " + kind);
        };
        return OptimizerPlan.of(rule, rate);
    }
}
