package org.noisescale.driver.study;

import java.util.List;
import org.noisescale.driver.study.TrainingPlan.Cluster;
import org.noisescale.driver.study.TrainingPlan.Sampling;
import org.noisescale.driver.study.TrainingPlan.Transport;

/** Reads the section {@code training} except its seeds. */
final class TrainingReader {
    private static final String REPLAY = "replay";

    private TrainingReader() {}

    /**
     * The plan that the section describes; throws {@link InputException}.
     *
     * @param measure what is measured, which depends on the cluster
     * @param served whether the study names servers
     */
    static TrainingPlan read(Section training, Section measure, DataPlan data, boolean served) {
        Cluster cluster = cluster(training, measure, served);
        int batchSize = training.count("batchSize", 64, TrainingPlan.BATCH_SIZE);
        int steps = training.count("steps", 400, TrainingPlan.STEPS);
        Sampling sampling = sampling(training, data);
        TrainingPlan.Evaluations evaluations = evaluations(training, data);
        TrainingPlan.Recovery recovery = recovery(training);
        boolean saveModel = saveModel(training, data);
        return training.check(
                List.of("batchSize", "virtualWorkers", "workers"),
                () -> new TrainingPlan(cluster, batchSize, steps, sampling, evaluations, recovery, saveModel));
    }

    private static TrainingPlan.Recovery recovery(Section training) {
        return new TrainingPlan.Recovery(
                training.value(
                        "waitLimitSeconds", 60.0, new ValueType.Decimal(TrainingPlan.Recovery.WAIT_LIMIT_SECONDS)),
                training.count("checkpointEvery", 1_000, TrainingPlan.Recovery.CHECKPOINT_EVERY),
                training.count("attempts", 4, TrainingPlan.Recovery.ATTEMPTS));
    }

    private static boolean saveModel(Section training, DataPlan data) {
        if (data.hasStoredExamples()) {
            return training.value("saveModel", true, new ValueType.Truth());
        }
        if (training.find("saveModel").isPresent()) {
            throw training.problem(
                    List.of("saveModel"),
                    "training.saveModel does not apply to data.source " + source(data)
                            + ", which leaves no network to keep");
        }
        return false;
    }

    private static Cluster cluster(Section training, Section measure, boolean served) {
        int workers = training.count("workers", 2, Cluster.WORKERS);
        int virtualWorkers = training.count("virtualWorkers", workers, Cluster.WORKERS);
        int shards = served && training.find("shards").isEmpty()
                ? Cluster.OFFERED
                : training.count("shards", 1, Cluster.SHARDS);
        SynchronizationPlan rule = SynchronizationReader.read(
                training.section("synchronization", OwnRules.load().keys()), workers);
        TrainingPlan.Pace pace = PaceReader.read(training, measure, workers, served);
        SynchronizationPlan synchronization = inOrder(rule, training, pace);
        Transport transport = training.value("transport", Transport.AUTO, Choice.of(Transport.class));
        if (served && transport == Transport.IPC) {
            throw training.problem(
                    List.of("transport"), "training.transport must be auto or udp where there are servers, was ipc");
        }
        return training.check(
                List.of("virtualWorkers", "workers", "synchronization"),
                () -> new Cluster(workers, virtualWorkers, shards, synchronization, transport, pace));
    }

    /** The rule in the order of a log, if there is one. */
    private static SynchronizationPlan inOrder(SynchronizationPlan rule, Section training, TrainingPlan.Pace pace) {
        if (training.find(REPLAY).isEmpty()) {
            return rule;
        }
        if (rule.isBulkSynchronous() && !pace.isSimulated()) {
            throw training.problem(
                    List.of(REPLAY),
                    "training.replay is for other rules than bsp, which has the same bits in every order");
        }
        return rule.following(training.required(REPLAY, new ValueType.FilePath()));
    }

    private static TrainingPlan.Evaluations evaluations(Section training, DataPlan data) {
        int every = training.count("evaluateEvery", 100, TrainingPlan.EVALUATE_EVERY);
        Target target = target(training, data);
        return training.check(List.of("evaluateEvery", "target"), () -> new TrainingPlan.Evaluations(every, target));
    }

    private static Target target(Section training, DataPlan data) {
        Section target = training.section("target", StudyKeys.TARGET);
        boolean loss = target.find("evaluationLoss").isPresent();
        boolean accuracy = target.find("evaluationAccuracy").isPresent();
        if (loss && accuracy) {
            throw training.problem(
                    List.of("target.evaluationAccuracy", "target"),
                    "training.target must be an evaluationLoss or an evaluationAccuracy, had both");
        }
        if (accuracy && !data.hasClasses()) {
            throw training.problem(
                    List.of("target.evaluationAccuracy", "target"),
                    "training.target.evaluationAccuracy does not apply to this data, which has no classes");
        }
        if (loss) {
            return new Target.Loss(target.required("evaluationLoss", new ValueType.Decimal(NumberRange.FINITE)));
        }
        return accuracy
                ? new Target.Accuracy(
                        target.required("evaluationAccuracy", new ValueType.Decimal(Target.Accuracy.SHARE)))
                : new Target.None();
    }

    private static Sampling sampling(Section training, DataPlan data) {
        if (data.hasStoredExamples()) {
            return training.value("sampling", Sampling.WITHOUT_REPLACEMENT, Choice.of(Sampling.class));
        }
        if (training.find("sampling").isPresent()) {
            throw training.problem(
                    List.of("sampling"),
                    "training.sampling does not apply to data.source " + source(data) + ", whose "
                            + (data instanceof DataPlan.Quadratic ? "noise is" : "examples are") + " always fresh");
        }
        return Sampling.WITH_REPLACEMENT;
    }

    private static String source(DataPlan data) {
        return data instanceof DataPlan.Quadratic ? "quadratic" : "least-squares";
    }
}
