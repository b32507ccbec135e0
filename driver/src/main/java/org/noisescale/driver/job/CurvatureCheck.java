package org.noisescale.driver.job;

import java.util.Optional;
import org.noisescale.driver.job.dataset.DatasetReport;
import org.noisescale.driver.study.CurvaturePlan;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.worker.curvature.PrecisePlan;
import org.noisescale.worker.objective.ObjectivePlan;

/** Checks before training whether the curvature that a run asks for can be measured, and within which memory. */
final class CurvatureCheck {
    /** Lanczos keeps up to 80 vectors of doubles: 160 MB. */
    private static final int PARAMETERS_MAX = 250_000;
    /** Floats that the worker of rank 0 keeps: 128 MiB. */
    private static final long KEPT_MAX = 1L << 25;
    /** Floats of the examples, of which every executor gets a copy: 256 MiB. */
    private static final long FEATURES_MAX = 1L << 26;

    private CurvatureCheck() {}

    /** Throws {@link InputException} if a run asks for what cannot be measured. */
    static void require(RunPlan run, Optional<DatasetReport> dataset) {
        CurvaturePlan plan = run.configuration().curvature();
        if (!plan.isAsked()) {
            return;
        }
        ObjectivePlan objective = ObjectivePlans.of(run, dataset);
        if (!(run.configuration().data() instanceof DataPlan.Quadratic)) {
            precise(objective).obstacle().ifPresent(reason -> {
                throw refused(run, "measure.curvature cannot be measured for this model: " + reason);
            });
        }
        requireMemory(run, objective.initialModel().layout().length());
        long features = dataset.map(
                        report -> report.featureCount() * Math.min(plan.examples(), report.trainingExamples()))
                .orElse(0L);
        if (features > FEATURES_MAX) {
            throw refused(
                    run,
                    "measure.curvature.examples times the number of features must be at most " + FEATURES_MAX + ", was "
                            + features);
        }
    }

    private static void requireMemory(RunPlan run, int parameters) {
        CurvaturePlan plan = run.configuration().curvature();
        if (plan.eigenvalues() > parameters) {
            throw refused(
                    run,
                    "measure.curvature.eigenvalues must be at most the " + parameters + " parameters of the model, was "
                            + plan.eigenvalues());
        }
        if (parameters > PARAMETERS_MAX) {
            throw refused(
                    run,
                    "measure.curvature is for models of at most " + PARAMETERS_MAX + " parameters, this one has "
                            + parameters + "; take a smaller model, or leave it out");
        }
        long versions = plan.versions(run.configuration().training().steps());
        if (versions * parameters > KEPT_MAX) {
            throw refused(
                    run,
                    "measure.curvature.every must be larger: " + versions + " versions of " + parameters
                            + " parameters are more than the " + KEPT_MAX + " numbers that a run may keep");
        }
    }

    /** The objective as one whose gradient is known in double precision. */
    static PrecisePlan precise(ObjectivePlan objective) {
        if (objective instanceof PrecisePlan precise) {
            return precise;
        }
        throw new IllegalStateException(
                "a model that is trained on examples must have a precise gradient, was " + objective.getClass());
    }

    private static InputException refused(RunPlan run, String reason) {
        return new InputException(reason + " (" + run.id() + ")");
    }
}
