package org.noisescale.driver.job.dataset;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.EvaluationSplit;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.LabelPlan;
import org.noisescale.driver.study.Scaling;
import org.noisescale.driver.study.TableLocation;

/**
 * What a data plan names: the examples of all its files, how they are divided, how they are to be scaled.
 *
 * @param scaling of the features
 * @param targetScaling of the labels; none for classes
 */
record Source(RawExamples examples, Division division, Scaling scaling, Scaling targetScaling) {

    /** Reads and checks the files of a plan. */
    static Source read(SparkSession spark, DataPlan plan) {
        if (plan instanceof DataPlan.Strokes strokes) {
            return strokes(spark, strokes);
        }
        if (plan instanceof DataPlan.Csv csv) {
            return csv(spark, csv);
        }
        if (plan instanceof DataPlan.Idx idx) {
            return idx(spark, idx);
        }
        if (plan instanceof DataPlan.Libsvm libsvm) {
            return libsvm(spark, libsvm);
        }
        if (plan instanceof DataPlan.Table table) {
            return table(spark, table);
        }
        if (plan instanceof DataPlan.RandomImages images) {
            return randomImages(spark, images);
        }
        throw new IllegalArgumentException("this plan has no examples: " + plan);
    }

    private static Source strokes(SparkSession spark, DataPlan.Strokes plan) {
        RawExamples examples = StrokesReader.read(spark, plan);
        return divided(examples, plan.evaluation(), Source::refuseFile, plan.seed(), plan.scaling());
    }

    private static Source randomImages(SparkSession spark, DataPlan.RandomImages plan) {
        RawExamples examples = RandomImagesReader.read(spark, plan);
        return divided(examples, plan.evaluation(), Source::refuseFile, plan.seed(), Scaling.NONE);
    }

    private static RawExamples refuseFile(EvaluationSplit.File file) {
        throw new InputException("generated examples have no evaluation file; hold out a fraction of them");
    }

    private static Source csv(SparkSession spark, DataPlan.Csv plan) {
        LabelFormat labels = format(plan.label());
        List<String> names = plan.label().columns();
        CsvColumns columns = CsvReader.columns(spark, plan.path(), names, plan.features());
        RawExamples examples = CsvReader.read(spark, plan.path(), new CsvRowFormat(columns, labels));
        Function<EvaluationSplit.File, RawExamples> sameColumns = file -> {
            CsvColumns same = CsvReader.columns(spark, file.path(), names, columns.featureNames());
            return CsvReader.read(spark, file.path(), new CsvRowFormat(same, labels));
        };
        return divided(examples, plan.evaluation(), sameColumns, plan.seed(), plan.scaling())
                .withTargetScaling(plan.label());
    }

    private static Source libsvm(SparkSession spark, DataPlan.Libsvm plan) {
        int featureCount =
                plan.featureCount() == 0 ? LibsvmReader.countFeatures(spark, plan.path()) : plan.featureCount();
        LibsvmRowFormat format = new LibsvmRowFormat(featureCount, format(plan.label()));
        RawExamples examples = LibsvmReader.read(spark, plan.path(), format);
        Function<EvaluationSplit.File, RawExamples> sameFormat = file -> LibsvmReader.read(spark, file.path(), format);
        return divided(examples, plan.evaluation(), sameFormat, plan.seed(), plan.scaling())
                .withTargetScaling(plan.label());
    }

    private static Source table(SparkSession spark, DataPlan.Table plan) {
        LabelFormat labels = format(plan.label());
        boolean files = plan.location() instanceof TableLocation.Stored;
        TableReader reader = TableReader.open(
                spark,
                plan.location(),
                new TableReader.Layout(plan.features(), plan.label().columns(), plan.orderBy(), files));
        if (plan.evaluation() instanceof EvaluationSplit.Last && !reader.isOrdered()) {
            throw new InputException(plan.location().words()
                    + ": evaluationLast needs orderBy, because these rows have no order of their own");
        }
        Function<EvaluationSplit.File, RawExamples> sameLayout =
                file -> TableReader.open(spark, plan.location().elsewhere(file.path()), reader.sameLayout())
                        .read(labels);
        return divided(reader.read(labels), plan.evaluation(), sameLayout, plan.seed(), plan.scaling())
                .withTargetScaling(plan.label());
    }

    /** Checks rows that are there already. */
    static Source of(Dataset<Row> rows, DataPlan.Table plan) {
        TableReader reader = new TableReader(
                "the rows",
                rows,
                new TableReader.Layout(plan.features(), plan.label().columns(), plan.orderBy(), false));
        Function<EvaluationSplit.File, RawExamples> none = file -> {
            throw new InputException("rows that are there already have no evaluation file");
        };
        return divided(reader.read(format(plan.label())), plan.evaluation(), none, plan.seed(), plan.scaling())
                .withTargetScaling(plan.label());
    }

    private static LabelFormat format(LabelPlan plan) {
        return switch (plan.task()) {
            case CLASSIFICATION -> new LabelRange(((LabelPlan.Classes) plan).count());
            case REGRESSION -> new TargetFormat(plan.columns().size());
        };
    }

    private Source withTargetScaling(LabelPlan label) {
        return label instanceof LabelPlan.Targets targets
                ? new Source(examples, division, scaling, targets.scaling())
                : this;
    }

    private static Source idx(SparkSession spark, DataPlan.Idx plan) {
        LabelRange labels = new LabelRange(plan.classes());
        RawExamples examples = IdxReader.read(spark, plan.images(), plan.labels(), labels);
        Function<EvaluationSplit.File, RawExamples> sameKind =
                file -> IdxReader.read(spark, file.path(), file.labels(), labels);
        return divided(examples, plan.evaluation(), sameKind, plan.seed(), plan.scaling());
    }

    private static Source divided(
            RawExamples examples,
            EvaluationSplit split,
            Function<EvaluationSplit.File, RawExamples> reader,
            long seed,
            Scaling scaling) {
        try {
            RawExamples all =
                    split instanceof EvaluationSplit.File file ? examples.followedBy(reader.apply(file)) : examples;
            long behind = all.exampleCount() - examples.exampleCount();
            return new Source(
                    all, Division.of(split, examples.name(), all.exampleCount(), behind, seed), scaling, Scaling.NONE);
        } catch (InputException e) {
            examples.release();
            throw e;
        }
    }
}
