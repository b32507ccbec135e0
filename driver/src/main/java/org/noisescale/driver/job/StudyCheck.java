package org.noisescale.driver.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisescale.driver.job.dataset.DatasetReport;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.KeyPlaces;
import org.noisescale.driver.study.ModelPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.worker.objective.ObjectivePlan;

/**
 * Checks the runs of one dataset for what shows only when the data is known, before any of them is trained. Whatever is
 * wrong is an {@link InputException}.
 */
final class StudyCheck {
    /** In a run's entry of the manifest. */
    static final String DATASET = "dataset_sha256";
    /** Likewise. */
    static final String MODEL = "model_sha256";

    /** The key. */
    static final String SHARDS = "training.shards";

    private final OutputFolder folder;
    private final Optional<DatasetReport> dataset;
    private final RunServers servers;
    private final KeyPlaces places;
    private final Map<ModelPlan, Integer> chunkCounts = new HashMap<>();

    StudyCheck(OutputFolder folder, Optional<DatasetReport> dataset, RunServers servers, KeyPlaces places) {
        this.places = places;
        this.servers = servers;
        this.folder = folder;
        this.dataset = dataset;
    }

    /** Checks all missing runs that use the dataset, and that the finished ones used the same. */
    void require(DataPlan plan) {
        dataset.ifPresent(report -> ofPlan(folder.finishedRuns(), plan).forEach(run -> requireSameData(run, report)));
        for (RunPlan run : ofPlan(folder.finishedRuns(), plan)) {
            if (run.configuration().model() instanceof ModelPlan.Dl4j model) {
                requireSameModel(run, model);
            }
        }
        ofPlan(folder.missingRuns(), plan).forEach(this::requireTrainable);
    }

    private static List<RunPlan> ofPlan(List<RunPlan> runs, DataPlan plan) {
        return runs.stream()
                .filter(run -> run.configuration().data().equals(plan))
                .toList();
    }

    private void requireSameData(RunPlan finished, DatasetReport report) {
        folder.manifest()
                .find(finished.id(), DATASET)
                .filter(then -> !then.equals(report.sha256()))
                .ifPresent(then -> {
                    throw new InputException("the data is not what it was when " + finished.id()
                            + " was trained (sha256 "
                            + then.substring(0, 12) + ", now " + report.sha256().substring(0, 12)
                            + "); train the study anew in another folder with --out");
                });
    }

    private void requireSameModel(RunPlan finished, ModelPlan.Dl4j model) {
        String now = ModelFile.sha256(model.path());
        folder.manifest()
                .find(finished.id(), MODEL)
                .filter(then -> !then.equals(now))
                .ifPresent(then -> {
                    throw new InputException("model.dl4j " + model.path() + " is not what it was when "
                            + finished.id() + " was trained (sha256 " + then.substring(0, 12) + ", now "
                            + now.substring(0, 12) + "); train the study anew in another folder with --out");
                });
    }

    private void requireTrainable(RunPlan run) {
        int batchSize = run.configuration().training().batchSize();
        dataset.map(DatasetReport::trainingExamples)
                .filter(examples -> batchSize > examples)
                .ifPresent(examples -> {
                    throw new InputException("training.batchSize must be at most the " + examples
                            + " training examples, was " + batchSize + " in " + run.id());
                });
        CurvatureCheck.require(run, dataset);
        LeakCheck.require(run, dataset);
        SimulationCheck.require(run, dataset);
        SecondBatchCheck.require(run, dataset);
        int shards = servers.shards(run.configuration().training().cluster());
        int chunks = chunkCounts.computeIfAbsent(run.configuration().model(), model -> chunkCount(run));
        if (shards > chunks) {
            throw new InputException(places.before(SHARDS) + SHARDS + " must be at most " + chunks
                    + ", the chunks into which the parameters of this model are cut, was " + shards + " in "
                    + run.id());
        }
    }

    private int chunkCount(RunPlan run) {
        ObjectivePlan objective = ObjectivePlans.of(run, dataset);
        ParameterLayout layout = objective.initialModel().layout();
        OptimizerPlans.of(run, objective, layout, dataset);
        return new ChunkPlan(layout).chunkCount();
    }
}
