package org.noisescale.driver.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.noisescale.driver.job.dataset.StoredDataset;
import org.noisescale.driver.results.RunJournal;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.worker.gradient.NetworkPlan;

/**
 * A single training in a Spark session that belongs to somebody else: the same tasks, transport and server as a run of
 * a study, without a folder. The session goes on afterwards, with nothing of ours in it.
 */
public final class SessionTraining {
    private final RunPlan plan;
    private final StudyProgress progress;

    /**
     * A training of a network.
     *
     * @param plan its data is a table, of which only the columns and what is done with them count
     */
    public SessionTraining(RunPlan plan, StudyProgress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Trains on these rows.
     *
     * @throws RunFailedException if training cannot be finished
     * @throws org.noisescale.driver.study.InputException if the rows cannot be trained on
     */
    public TrainedModel train(Dataset<Row> rows) throws InterruptedException {
        JvmFlags.requireOnDriver();
        SparkSession session = rows.sparkSession();
        DataPlan.Table data = (DataPlan.Table) plan.configuration().data();
        int workers = plan.configuration().training().cluster().workers();
        try (SparkCluster cluster = SparkCluster.borrow(session, workers);
                StoredDataset dataset = StoredDataset.open(session, rows, data);
                RunServers servers = RunServers.embedded(cluster)) {
            RunExecution.Surroundings surroundings =
                    new RunExecution.Surroundings(cluster, servers, new StopRequest(), RunRevision.NONE);
            RunExecution execution = new RunExecution(surroundings, Optional.of(dataset), plan);
            return new TrainedModel(
                    execution.execute(RunJournal.none(), progress),
                    (NetworkPlan) execution.objective(),
                    execution.parameters(),
                    dataset.featureScaling());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
