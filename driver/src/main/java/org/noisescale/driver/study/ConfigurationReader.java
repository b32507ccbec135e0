package org.noisescale.driver.study;

import java.util.List;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;

/** Reads everything of a study that determines a training, with its defaults. */
final class ConfigurationReader {
    private static final WholeRange SEED = new WholeRange(0, Long.MAX_VALUE);
    private static final int SEEDS_MAX = 1_000;
    private static final List<String> CONTRADICTABLE =
            List.of("training.batchSize", "training.sampling", "data.examples", "data.evaluationFraction");

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
        boolean quadratic = data instanceof DataPlan.Quadratic;
        ModelPlan model = model(data);
        Section training = study.section("training", StudyKeys.TRAINING);
        TrainingPlan plan = TrainingReader.read(training, quadratic);
        List<Long> seeds = seeds(training);
        OptimizerPlan optimizer = OptimizerReader.read(study.section("optimizer", StudyKeys.OPTIMIZER), plan);
        Configuration configuration =
                study.check(CONTRADICTABLE, () -> new Configuration(data, model, optimizer, plan));
        return new Resolved(configuration, seeds, resolution);
    }

    private ModelPlan model(DataPlan data) {
        boolean quadratic = data instanceof DataPlan.Quadratic;
        Section model = study.section("model", StudyKeys.MODEL);
        String kind = model.kind(quadratic ? "quadratic" : "mlp");
        if (kind.equals("quadratic") != quadratic) {
            throw study.problem(
                    List.of("model.kind", "data.source"),
                    "model.kind quadratic and data.source quadratic need each other");
        }
        ModelPlan plan = plan(model, kind, data.task());
        if (plan.isClassifier() && data.task() == LabelPlan.Task.REGRESSION) {
            throw study.problem(
                    List.of("model.kind", "model.loss", "data.task"),
                    "model." + (kind.equals("mlp") ? "loss cross-entropy" : "kind " + kind)
                            + " is for classes, but data.task is regression; take model.kind linear, or mlp with"
                            + " model.loss squared-error");
        }
        return plan;
    }

    private static ModelPlan plan(Section model, String kind, LabelPlan.Task task) {
        return switch (kind) {
            case "softmax" -> new ModelPlan.Softmax();
            case "linear" -> new ModelPlan.Linear();
            case "mlp" -> mlp(model, task);
            case "quadratic" -> new ModelPlan.Quadratic();
            default -> throw new IllegalStateException("model.kind must have a reader, was " + kind);
        };
    }

    private static ModelPlan mlp(Section model, LabelPlan.Task task) {
        List<Long> hidden = model.list("hidden", List.of(128L), new ValueType.Whole(ModelPlan.Mlp.UNITS));
        ModelPlan.Activation activation =
                model.value("activation", ModelPlan.Activation.RELU, Choice.of(ModelPlan.Activation.class));
        ModelPlan.Loss usual =
                task == LabelPlan.Task.REGRESSION ? ModelPlan.Loss.SQUARED_ERROR : ModelPlan.Loss.CROSS_ENTROPY;
        ModelPlan.Loss loss = model.value("loss", usual, Choice.of(ModelPlan.Loss.class));
        if (!ModelPlan.Mlp.LAYERS.contains(hidden.size())) {
            throw model.problem(
                    List.of("hidden"),
                    "model.hidden must have 1 to " + ModelPlan.Mlp.LAYERS.max()
                            + " layers (none at all is model.kind softmax), had " + hidden.size());
        }
        return new ModelPlan.Mlp(hidden.stream().map(Math::toIntExact).toList(), activation, loss);
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
