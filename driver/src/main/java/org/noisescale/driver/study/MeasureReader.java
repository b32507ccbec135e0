package org.noisescale.driver.study;

import java.util.List;

/** Reads the section {@code measure}: what is measured besides the noise of every step. */
final class MeasureReader {
    private static final String PATH = "path";
    private static final String ASYNCHRONY = "asynchrony";
    private static final CurvaturePlan USUAL = CurvaturePlan.never();

    private MeasureReader() {}

    /** The plan that the section describes; throws {@link InputException}. */
    static CurvaturePlan read(Section measure, DataPlan data) {
        boolean quadratic = data instanceof DataPlan.Quadratic;
        Section curvature = measure.section("curvature", StudyKeys.CURVATURE);
        int every = curvature.count("every", USUAL.every(), CurvaturePlan.EVERY);
        if (every == 0) {
            refuse(curvature, List.of("examples", "eigenvalues", "probes"), "needs measure.curvature.every above 0");
            return USUAL;
        }
        if (data instanceof DataPlan.LeastSquares) {
            refuse(curvature, List.of("every"), "needs stored examples; data.source least-squares draws fresh ones");
        }
        if (quadratic) {
            refuse(
                    curvature,
                    List.of("examples", "probes"),
                    "does not apply to data.source quadratic, whose curvature and noise are known exactly");
        }
        int examples =
                quadratic ? USUAL.examples() : curvature.count("examples", USUAL.examples(), CurvaturePlan.EXAMPLES);
        int eigenvalues = curvature.count("eigenvalues", USUAL.eigenvalues(), CurvaturePlan.EIGENVALUES);
        int probes = quadratic ? USUAL.probes() : curvature.count("probes", USUAL.probes(), CurvaturePlan.PROBES);
        return new CurvaturePlan(every, examples, eigenvalues, probes);
    }

    /** What is measured of the statistics of BatchNormalization; throws {@link InputException}. */
    static BatchNormMeasures statistics(Section measure) {
        Section statistics = measure.section("batchNorm", StudyKeys.BATCH_NORM);
        return new BatchNormMeasures(
                statistics.count("every", 0, BatchNormMeasures.EVERY),
                statistics.count("leak", 0, BatchNormMeasures.LEAK));
    }

    /** What is looked at in a simulated run besides; throws {@link InputException}. */
    static ObservationPlan observation(Section measure) {
        return new ObservationPlan(
                measure.count(PATH, 0, ObservationPlan.PATH),
                measure.section(ASYNCHRONY, StudyKeys.ASYNCHRONY).count("every", 0, ObservationPlan.EVERY));
    }

    /** There is none of that in a real run; throws {@link InputException}. */
    static void refuseObservation(Section measure) {
        for (String key : List.of(PATH, ASYNCHRONY)) {
            if (measure.find(key).isPresent()) {
                throw measure.problem(
                        List.of(key), "measure." + key + " is for training.cluster simulated, which was real");
            }
        }
    }

    private static void refuse(Section curvature, List<String> keys, String reason) {
        for (String key : keys) {
            if (curvature.find(key).isPresent()) {
                throw curvature.problem(List.of(key), "measure.curvature." + key + " " + reason);
            }
        }
    }
}
