package org.noisescale.driver.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.noisescale.driver.job.SessionTraining;
import org.noisescale.driver.job.SilentProgress;
import org.noisescale.driver.job.TrainedModel;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.EvaluationSplit;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.LabelPlan.Task;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.StudyReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What an estimator asks for, as the study that says the same: so every optimizer and every check of a study is there,
 * and a message names the key. All rows are trained on; Spark ML leaves it to its evaluators to hold some out.
 */
final class TrainingRequest {
    private final TrainingParams<?> params;
    private final Task task;
    private final int classes;

    /**
     * What these parameters ask for.
     *
     * @param classes how many there are; 0 means as many as the labels show
     */
    TrainingRequest(TrainingParams<?> params, Task task, int classes) {
        this.params = params;
        this.task = task;
        this.classes = classes;
    }

    /** Trains on the rows of a dataset. */
    TrainedModel train(Dataset<?> dataset) {
        Dataset<Row> rows =
                dataset.select(dataset.col(value(params.featuresCol())), dataset.col(value(params.labelCol())));
        Path configuration = configurationFile();
        try {
            return new SessionTraining(plan(configuration), new SilentProgress()).train(rows);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("training was interrupted", e);
        } finally {
            delete(configuration);
        }
    }

    private RunPlan plan(Path configuration) {
        Map<String, Object> study = new LinkedHashMap<>();
        study.put("name", "fit");
        study.put("question", "What does fit learn?");
        study.put("data", data());
        study.put("model", model(configuration));
        if (!hasOwnUpdaters()) {
            study.put("optimizer", optimizer());
        }
        study.put("training", training());
        RunPlan run = StudyReader.read(new Yaml().dump(study), params.uid(), Path.of(""), List.of())
                .runs()
                .get(0);
        Configuration read = run.configuration();
        return new RunPlan(
                params.uid(),
                Map.of(),
                run.seed(),
                new Configuration(
                        everything(read.data()), read.model(), read.optimizer(), read.training(), read.curvature()));
    }

    private static DataPlan everything(DataPlan plan) {
        DataPlan.Table table = (DataPlan.Table) plan;
        return new DataPlan.Table(
                table.location(),
                table.label(),
                table.features(),
                table.orderBy(),
                new EvaluationSplit.None(),
                table.scaling(),
                table.seed());
    }

    private Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>(Map.of(
                "source",
                "table",
                "name",
                params.uid(),
                "features",
                List.of(value(params.featuresCol())),
                "label",
                value(params.labelCol()),
                "scaling",
                value(params.scaling())));
        data.put("task", task == Task.REGRESSION ? "regression" : "classification");
        if (task == Task.CLASSIFICATION) {
            data.put("classes", classes);
        }
        return data;
    }

    private Map<String, Object> model(Path configuration) {
        if (params.isSet(params.configuration())) {
            Map<String, Object> model = new LinkedHashMap<>(Map.of("dl4j", configuration.toString()));
            if (params.isSet(params.inputShape())) {
                model.put("inputShape", sizes(params.inputShape()));
            }
            return model;
        }
        List<Integer> hidden = sizes(params.hiddenLayers());
        boolean regression = task == Task.REGRESSION;
        if (hidden.isEmpty()) {
            return Map.of("kind", regression ? "linear" : "softmax");
        }
        return Map.of(
                "kind",
                "mlp",
                "hidden",
                hidden,
                "activation",
                value(params.activation()),
                "loss",
                regression ? "squared-error" : "cross-entropy");
    }

    private boolean hasOwnUpdaters() {
        return params.isSet(params.configuration())
                && !params.isSet(params.optimizer())
                && !params.isSet(params.learningRate());
    }

    private List<Integer> sizes(IntArrayParam param) {
        return Arrays.stream(value(param)).boxed().toList();
    }

    private Map<String, Object> optimizer() {
        Map<String, Object> section = new LinkedHashMap<>();
        String text = value(params.optimizer());
        try {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            if (read instanceof Map<?, ?> mapping) {
                mapping.forEach((key, value) -> section.put(String.valueOf(key), value));
            } else {
                section.put("kind", text);
            }
        } catch (YAMLException e) {
            throw new InputException(
                    params.uid() + ": optimizer must be a kind such as adam, or keys such as"
                            + " {kind: adam, learningRate: 0.01}, was " + text,
                    e);
        }
        if (params.isSet(params.learningRate())) {
            section.put("learningRate", value(params.learningRate()));
        }
        return section;
    }

    private Map<String, Object> training() {
        Map<String, Object> training = new LinkedHashMap<>();
        for (Param<?> param : List.of(
                params.workers(), params.shards(), params.batchSize(), params.steps(), params.waitLimitSeconds())) {
            training.put(param.name(), value(param));
        }
        if (params.isSet(params.virtualWorkers())) {
            training.put("virtualWorkers", value(params.virtualWorkers()));
        }
        training.put("seeds", List.of(value(params.seed())));
        training.put("evaluateEvery", 0);
        return training;
    }

    private <T> T value(Param<T> param) {
        return params.getOrDefault(param);
    }

    /** A study names the file of a configuration, so there has to be one while it is read. */
    private Path configurationFile() {
        try {
            Path file = Files.createTempFile("noisescale", ".json");
            return params.isSet(params.configuration()) ? Files.writeString(file, value(params.configuration())) : file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
