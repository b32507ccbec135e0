package org.noisescale.driver.study;

import java.util.List;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/** Reads everything of a study that determines a training, with its defaults. */
final class ConfigurationReader {
    private static final WholeRange SEED = new WholeRange(0, Long.MAX_VALUE);
    private static final int SEEDS_MAX = 1_000;
    private static final List<String> CONTRADICTABLE = List.of(
            "training.batchSize",
            "training.sampling",
            "data.examples",
            "data.evaluationFraction",
            "training.target",
            "training.synchronization.stalenessAware",
            "measure.asynchrony",
            "model.batchNorm",
            "measure.curvature",
            "measure.batchNorm");

    /** Stands in for the updaters of a DL4J configuration, which are read with the model, once the data is known. */
    private static final OptimizerPlan OF_THE_MODEL = OptimizerPlan.of(new UpdateRule.Sgd(), 1);

    private final Section study;

    private ConfigurationReader(Section study) {
        this.study = study;
    }

    /**
     * What was read.
     *
     * @param configuration the training
     * @param seeds its seeds, different ones, at least one
     * @param resolution every key with its value
     */
    record Resolved(Configuration configuration, List<Long> seeds, Resolution resolution) {}

    /** Reads one combination of the study; throws {@link InputException}. */
    static Resolved read(YamlValue.Mapping study) {
        Resolution resolution = new Resolution();
        return new ConfigurationReader(Section.study(study, resolution)).resolved(resolution);
    }

    private Resolved resolved(Resolution resolution) {
        DataPlan data = DataReader.read(study.section("data", StudyKeys.DATA));
        ModelPlan model = ModelReader.read(study, data);
        Section training = study.section("training", StudyKeys.TRAINING);
        boolean served = !ServerReader.read(study).isEmpty();
        Section measure = study.section("measure", StudyKeys.MEASURE);
        TrainingPlan plan = TrainingReader.read(training, measure, data, served);
        List<Long> seeds = seeds(training);
        CurvaturePlan curvature = MeasureReader.read(measure, data);
        BatchNormMeasures statistics = MeasureReader.statistics(measure);
        OptimizerPlan optimizer = model instanceof ModelPlan.Dl4j dl4j && dl4j.ownUpdaters()
                ? OF_THE_MODEL
                : OptimizerReader.read(study.section("optimizer", StudyKeys.OPTIMIZER), plan);
        Configuration configuration = study.check(
                CONTRADICTABLE, () -> new Configuration(data, model, optimizer, plan, curvature, statistics));
        return new Resolved(configuration, seeds, resolution);
    }

    private static List<Long> seeds(Section training) {
        List<Long> seeds = training.list("seeds", List.of(1L, 2L, 3L), new ValueType.Whole(SEED));
        boolean different = seeds.stream().distinct().count() == seeds.size();
        if (seeds.isEmpty() || seeds.size() > SEEDS_MAX || !different) {
            throw training.problem(
                    List.of("seeds"), "training.seeds must be 1 to " + SEEDS_MAX + " different numbers, was " + seeds);
        }
        return seeds;
    }
}
