package org.noisescale.driver.study;

import java.util.List;
import org.noisescale.driver.study.LabelPlan.Task;
import org.noisescale.driver.study.ModelPlan.Activation;
import org.noisescale.driver.study.ModelPlan.Cnn;
import org.noisescale.driver.study.ModelPlan.Loss;

/** Reads the section {@code model}. */
final class ModelReader {
    private static final String INPUT_SHAPE = "inputShape";
    private static final String DL4J = "dl4j";

    private final Section study;
    private final Section model;

    private ModelReader(Section study) {
        this.study = study;
        model = study.section("model", StudyKeys.MODEL);
    }

    /** The plan that the section describes, for this data; throws {@link InputException}. */
    static ModelPlan read(Section study, DataPlan data) {
        ModelReader reader = new ModelReader(study);
        String kind = reader.kind(data);
        ModelPlan plan = reader.plan(kind, data.task());
        if (plan.isClassifier() && data.task() == Task.REGRESSION) {
            throw study.problem(
                    List.of("model.kind", "model.loss", "data.task"),
                    "model." + (kind.equals("mlp") ? "loss cross-entropy" : "kind " + kind)
                            + " is for classes, but data.task is regression; take model.kind linear, or mlp with"
                            + " model.loss squared-error");
        }
        return plan;
    }

    private String kind(DataPlan data) {
        String kind = model.kind(usualKind(data));
        if (kind.equals("quadratic") != data instanceof DataPlan.Quadratic) {
            throw study.problem(
                    List.of("model.kind", "data.source"),
                    "model.kind quadratic and data.source quadratic need each other");
        }
        if (data instanceof DataPlan.LeastSquares && !kind.equals("linear")) {
            throw study.problem(
                    List.of("model.kind", "data.source"),
                    "model.kind must be linear with data.source least-squares, was " + kind);
        }
        return kind;
    }

    private String usualKind(DataPlan data) {
        if (data instanceof DataPlan.Quadratic) {
            return "quadratic";
        }
        if (data instanceof DataPlan.LeastSquares) {
            return "linear";
        }
        return model.find(DL4J).isPresent() ? DL4J : "mlp";
    }

    private ModelPlan plan(String kind, Task task) {
        return switch (kind) {
            case "softmax" -> ClassWeightsReader.read(model, new ModelPlan.Softmax());
            case "linear" -> new ModelPlan.Linear();
            case "mlp" -> ClassWeightsReader.read(model, mlp(task));
            case "cnn" -> ClassWeightsReader.read(model, cnn(Cnn.Size.LENET));
            case "large-cnn" -> ClassWeightsReader.read(model, cnn(Cnn.Size.LARGE));
            case DL4J -> dl4j();
            case "quadratic" -> new ModelPlan.Quadratic();
            default -> throw new IllegalStateException("model.kind must have a reader, was " + kind);
        };
    }

    private ModelPlan mlp(Task task) {
        List<Integer> hidden = sizes("hidden", List.of(128L), ModelPlan.Mlp.UNITS);
        Activation activation = model.value("activation", Activation.RELU, Choice.of(Activation.class));
        Loss usual = task == Task.REGRESSION ? Loss.SQUARED_ERROR : Loss.CROSS_ENTROPY;
        Loss loss = model.value("loss", usual, Choice.of(Loss.class));
        BatchNorm batchNorm = batchNorm(BatchNorm.NONE);
        double dropout = model.value("dropout", 0.0, new ValueType.Decimal(NumberRange.DECAY));
        if (!ModelPlan.Mlp.LAYERS.contains(hidden.size())) {
            throw model.problem(
                    List.of("hidden"),
                    "model.hidden must have 1 to " + ModelPlan.Mlp.LAYERS.max()
                            + " layers (none at all is model.kind softmax), had " + hidden.size());
        }
        return new ModelPlan.Mlp(hidden, activation, loss, batchNorm, dropout);
    }

    private ModelPlan cnn(Cnn.Size size) {
        List<Integer> shape = sizes(INPUT_SHAPE, List.of(), InputSizes.SIZE);
        BatchNorm batchNorm = batchNorm(BatchNorm.NONE);
        return model.check(List.of(INPUT_SHAPE), () -> new Cnn(size, shape, batchNorm));
    }

    private ModelPlan dl4j() {
        String path = model.required(DL4J, new ValueType.FilePath());
        List<Integer> shape = sizes(INPUT_SHAPE, List.of(), InputSizes.SIZE);
        boolean ownUpdaters = study.find("optimizer").isEmpty();
        BatchNorm batchNorm = batchNorm(BatchNorm.LOCAL);
        return model.check(List.of(INPUT_SHAPE), () -> new ModelPlan.Dl4j(path, shape, ownUpdaters, batchNorm));
    }

    private BatchNorm batchNorm(BatchNorm usual) {
        return model.value("batchNorm", usual, new BatchNormType());
    }

    private List<Integer> sizes(String key, List<Long> fallback, WholeRange range) {
        return model.list(key, fallback, new ValueType.Whole(range)).stream()
                .map(Math::toIntExact)
                .toList();
    }
}
