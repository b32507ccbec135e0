package org.noisescale.driver.study;

import java.util.List;

/** Reads the section {@code data}, with what each source takes for granted. */
final class DataReader {
    private static final ValueType.Whole SEED = new ValueType.Whole(DataPlan.Strokes.SEED);
    private static final ValueType.FilePath PATH = new ValueType.FilePath();
    private static final String LABEL = "label";
    private static final WholeRange CLASSES = new WholeRange(0, 10_000);

    private final Section data;

    private DataReader(Section data) {
        this.data = data;
    }

    /** The plan that the section describes; throws {@link InputException}. */
    static DataPlan read(Section data) {
        DataReader reader = new DataReader(data);
        String source = data.kind("strokes");
        return switch (source) {
            case "strokes" -> reader.strokes();
            case "csv" -> reader.csv();
            case "idx" -> reader.idx();
            case "libsvm" -> reader.libsvm();
            case "parquet" -> reader.parquet();
            case "table" -> reader.table();
            case "random-images" -> reader.randomImages();
            case "least-squares" -> LeastSquaresReader.read(data);
            case "quadratic" -> QuadraticReader.read(data);
            default -> throw new IllegalStateException("data.source must have a reader, was " + source);
        };
    }

    private DataPlan strokes() {
        return new DataPlan.Strokes(
                data.count("examples", 20_000, DataPlan.Strokes.EXAMPLES), fraction(), scaling(Scaling.NONE), seed());
    }

    private DataPlan csv() {
        String path = data.required("path", PATH);
        LabelPlan label = label(true);
        List<String> features = data.list("features", List.of(), ValueType.Text.ANY);
        EvaluationSplit evaluation = evaluation("evaluationPath");
        Scaling scaling = scaling(Scaling.STANDARDISE);
        long seed = seed();
        return data.check(
                List.of("features", "label"), () -> new DataPlan.Csv(path, label, features, evaluation, scaling, seed));
    }

    private DataPlan idx() {
        String images = data.required("images", PATH);
        String labels = data.required("labels", PATH);
        int classes = classes();
        EvaluationSplit evaluation = evaluation("evaluationImages");
        return new DataPlan.Idx(images, labels, classes, evaluation, scaling(Scaling.UNIT), seed());
    }

    private DataPlan libsvm() {
        String path = data.required("path", PATH);
        int featureCount = data.count("featureCount", 0, DataPlan.Libsvm.FEATURES);
        LabelPlan label = label(false);
        EvaluationSplit evaluation = evaluation("evaluationPath");
        return new DataPlan.Libsvm(path, featureCount, label, evaluation, scaling(Scaling.NONE), seed());
    }

    private DataPlan parquet() {
        TableLocation location = new TableLocation.Stored("parquet", data.required("path", PATH));
        return table(location, List.of(), evaluation("evaluationPath"));
    }

    private DataPlan table() {
        TableDataReader reader = new TableDataReader(data);
        TableLocation location = reader.location();
        String key = reader.evaluationKey(location);
        EvaluationSplit evaluation = evaluation(key, TableDataReader.evaluationType(key));
        return table(location, reader.orderBy(evaluation, location), evaluation);
    }

    private DataPlan table(TableLocation location, List<String> orderBy, EvaluationSplit evaluation) {
        LabelPlan label = label(true);
        List<String> features = data.list("features", List.of(), ValueType.Text.ANY);
        Scaling scaling = scaling(Scaling.STANDARDISE);
        long seed = seed();
        return data.check(
                List.of("features", "label"),
                () -> new DataPlan.Table(location, label, features, orderBy, evaluation, scaling, seed));
    }

    private LabelPlan label(boolean named) {
        LabelPlan.Task task = data.value("task", LabelPlan.Task.CLASSIFICATION, Choice.of(LabelPlan.Task.class));
        return switch (task) {
            case CLASSIFICATION -> {
                refuse("targetScaling", "is of the task regression; classes are not scaled");
                yield new LabelPlan.Classes(named ? column() : LABEL, classes());
            }
            case REGRESSION -> {
                refuse("classes", "is of the task classification; targets are real values");
                List<String> columns = named ? columns() : List.of(LABEL);
                Scaling scaling = data.value("targetScaling", Scaling.NONE, Choice.of(Scaling.class));
                yield data.check(List.of("label"), () -> new LabelPlan.Targets(columns, scaling));
            }
        };
    }

    /** One column or several. */
    private List<String> columns() {
        boolean several =
                data.find("label").filter(YamlValue.Items.class::isInstance).isPresent();
        return several ? data.list("label", List.of(), ValueType.Text.ANY) : List.of(column());
    }

    private String column() {
        return data.value("label", LABEL, ValueType.Text.ANY);
    }

    private void refuse(String key, String reason) {
        if (isGiven(key)) {
            throw data.problem(List.of(key), "data." + key + " " + reason);
        }
    }

    private DataPlan randomImages() {
        DataPlan.RandomImages.Extent extent = new DataPlan.RandomImages.Extent(
                data.count("channels", 3, DataPlan.RandomImages.CHANNELS),
                data.count("height", 112, DataPlan.RandomImages.SIDE),
                data.count("width", 112, DataPlan.RandomImages.SIDE));
        int classes = data.count("classes", 100, DataPlan.RandomImages.CLASSES);
        int examples = data.count("examples", 500, DataPlan.RandomImages.EXAMPLES);
        return new DataPlan.RandomImages(extent, classes, examples, fraction(), seed());
    }

    private int classes() {
        int classes = data.count("classes", 0, CLASSES);
        if (classes == 1) {
            throw data.problem(
                    List.of("classes"), "data.classes must be 0 (as many as the labels show) or at least 2, was 1");
        }
        return classes;
    }

    private Scaling scaling(Scaling fallback) {
        return data.value("scaling", fallback, Choice.of(Scaling.class));
    }

    private long seed() {
        return data.value("seed", 1L, SEED);
    }

    private EvaluationSplit evaluation(String fileKey) {
        return evaluation(fileKey, PATH);
    }

    /** The one way of holding out examples that is given; {@code fileKey} names examples of their own. */
    private EvaluationSplit evaluation(String fileKey, ValueType<String> type) {
        boolean labelsApart = fileKey.equals("evaluationImages");
        List<String> ways = List.of("evaluationFraction", "evaluationLast", fileKey);
        List<String> given = ways.stream().filter(this::isGiven).toList();
        if (given.size() > 1) {
            throw data.problem(
                    given.subList(1, 2),
                    "data." + given.get(1) + " contradicts data." + given.get(0)
                            + "; one way of holding out examples is enough");
        }
        if (isGiven(fileKey) || (labelsApart && isGiven("evaluationLabels"))) {
            String path = data.required(fileKey, type);
            return new EvaluationSplit.File(path, labelsApart ? data.required("evaluationLabels", PATH) : "");
        }
        return isGiven("evaluationLast") ? last() : fraction();
    }

    private boolean isGiven(String key) {
        return data.find(key).isPresent();
    }

    private EvaluationSplit last() {
        return new EvaluationSplit.Last(
                Math.toIntExact(data.required("evaluationLast", new ValueType.Whole(EvaluationSplit.Last.COUNT))));
    }

    private EvaluationSplit fraction() {
        return new EvaluationSplit.Fraction(
                data.value("evaluationFraction", 0.2, new ValueType.Decimal(NumberRange.FRACTION)));
    }
}
