package org.noisescale.driver.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.NoisyQuadraticTheory;
import org.noisescale.driver.analysis.QuadraticSteadyState;
import org.noisescale.driver.analysis.asynchrony.AsynchronousQuadratic;
import org.noisescale.driver.analysis.asynchrony.ExponentialWorkers;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.SynchronizationPlan;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.synchronization.AsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.Asynchrony;
import org.noisescale.parameterserver.synchronization.BatchSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.QuorumSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;
import org.noisescale.worker.pace.ClusterPace;
import org.noisescale.worker.pace.ServiceTime;

/**
 * What theory knows of a group of runs under some rule: how long an update takes, and the loss of the noisy quadratic.
 */
final class RuleTheory {
    private final Configuration configuration;
    private final TrainingPlan.Cluster cluster;
    private final SynchronizationPlan synchronization;

    private RuleTheory(Configuration configuration) {
        this.configuration = configuration;
        cluster = configuration.training().cluster();
        synchronization = cluster.synchronization();
    }

    static Optional<RuleTheory> of(RunGroup group) {
        return group.findConfiguration().map(RuleTheory::new);
    }

    SynchronizationPolicy policy() {
        return synchronization.policy();
    }

    int workers() {
        return cluster.workers();
    }

    /**
     * The mean time of an update; empty unless the workers are alike and exponential, and the network takes no time.
     */
    OptionalDouble updateSeconds() {
        Optional<ExponentialWorkers> workers = exponential();
        return workers.isEmpty() ? OptionalDouble.empty() : workers.get().updateSeconds(synchronization.policy());
    }

    private Optional<ExponentialWorkers> exponential() {
        if (!(cluster.pace() instanceof TrainingPlan.Pace.Simulated simulated)
                || !simulated.pace().perWorker().isEmpty()
                || !simulated.pace().network().equals(ClusterPace.Network.NONE)) {
            return Optional.empty();
        }
        return simulated.pace().compute() instanceof ServiceTime.Exponential law
                ? Optional.of(new ExponentialWorkers(cluster.workers(), law.mean()))
                : Optional.empty();
    }

    /** The expected loss before update 1, 2, …, {@code count} as steps.csv has it; empty where theory has none. */
    List<Double> losses(int count) {
        Optional<NoisyQuadraticTheory> synchronous = synchronous();
        if (synchronous.isPresent()) {
            return synchronous.get().trajectory(count - 1).stream()
                    .map(NoisyQuadraticTheory.LossMoments::mean)
                    .toList();
        }
        return asynchronous()
                .map(theory -> theory.trajectory(count - 1).stream()
                        .map(AsynchronousQuadratic.Loss::read)
                        .toList())
                .orElse(List.of());
    }

    /** Where the loss comes to rest. */
    OptionalDouble rest() {
        Optional<NoisyQuadraticTheory> synchronous = synchronous();
        if (synchronous.isPresent()) {
            return OptionalDouble.of(rest(synchronous.get()));
        }
        return asynchronous().map(theory -> OptionalDouble.of(theory.rest())).orElse(OptionalDouble.empty());
    }

    private static double rest(NoisyQuadraticTheory theory) {
        return IntStream.range(0, theory.curvatures().size())
                .mapToObj(i -> new QuadraticSteadyState(
                        theory.curvatures().get(i),
                        theory.noiseVariances().get(i),
                        theory.learningRate(),
                        theory.momentum(),
                        theory.batchSize()))
                .mapToDouble(QuadraticSteadyState::risk)
                .sum();
    }

    /** Of rules whose updates take K gradients of the present version: SGD with K workers' part of the batch. */
    private Optional<NoisyQuadraticTheory> synchronous() {
        SynchronizationPolicy policy = synchronization.policy();
        boolean present = policy instanceof BulkSynchronousPolicy
                || policy instanceof QuorumSynchronousPolicy
                || policy instanceof BatchSynchronousPolicy;
        if (!present || !(configuration.data() instanceof DataPlan.Quadratic quadratic)) {
            return Optional.empty();
        }
        double batch = (double) configuration.training().batchSize() * policy.quorum(workers()) / workers();
        return HeavyBall.find(configuration.optimizer())
                .map(ball -> new NoisyQuadraticTheory(
                        quadratic.curvatures(),
                        quadratic.noiseVariances(),
                        quadratic.initialParameters(),
                        ball.learningRate(),
                        ball.momentum(),
                        batch));
    }

    /** Of asynchronous SGD on the noisy quadratic. */
    Optional<AsynchronousQuadratic> asynchronous() {
        Asynchrony asynchrony = synchronization.asynchrony();
        boolean plain = synchronization.policy() instanceof AsynchronousPolicy
                && !asynchrony.stalenessAware()
                && asynchrony.delayCompensation() == 0
                && exponential().isPresent();
        if (!plain || !(configuration.data() instanceof DataPlan.Quadratic quadratic)) {
            return Optional.empty();
        }
        double share = asynchrony.convention() == Asynchrony.Convention.SUM ? 1.0 / workers() : 1;
        return HeavyBall.find(configuration.optimizer())
                .filter(ball -> ball.momentum() == 0)
                .map(ball -> new AsynchronousQuadratic(
                        quadratic.curvatures(),
                        quadratic.noiseVariances(),
                        quadratic.initialParameters(),
                        ball.learningRate() * share,
                        workers(),
                        (double) configuration.training().batchSize() / workers()));
    }
}
