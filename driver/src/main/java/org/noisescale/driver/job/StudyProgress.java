package org.noisescale.driver.job;

import java.util.List;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.simulation.Glimpse;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;
import org.noisescale.parameterserver.service.ShardMeter;
import org.noisescale.parameterserver.service.StepReport;

/** Is told how a study goes on. */
public interface StudyProgress {
    /** The study begins, or goes on with the runs that are missing; its results go to a place. */
    void onStudy(Study study, String place, List<RunPlan> missing);

    /** Something that takes a while is being done before a run is trained or after. */
    void onPreparation(String what);

    /** Something that does not end the study but should be known, in a line. */
    void onNotice(String line);

    /** A run begins. */
    void onRun(RunPlan run);

    /** A step of the present run is complete; called by another thread than the rest. */
    void onStep(StepReport report, double examplesPerSecond, NoiseScaleEstimator noise);

    /**
     * How far the present run is where it is simulated: its steps are told at its end. Told every moment, also if
     * nothing is new.
     */
    default void onGlimpse(Glimpse glimpse) {}

    /** Where a worker's time of a step of the present run went; called by the thread that tells of steps. */
    default void onWorkerTiming(WorkerTiming timing) {}

    /** Where a shard's time of a step of the present run went; called by the thread that tells of steps. */
    default void onShardTiming(ShardTiming timing) {}

    /** The shards of a run, or of another attempt of it, have begun in this process. */
    default void onShards(RunPlan run, List<ShardMeter> hosted) {}

    /** A run is complete and written down. */
    void onRunFinished(RunSummary summary);

    /** All runs are there and the report is drawn; {@code answers} are what it says in words. */
    void onReport(String report, List<String> answers);
}
