package org.noisescale.driver.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.noisescale.driver.job.dataset.WorkerPartition;
import org.noisescale.driver.simulation.SimulatedRun;
import org.noisescale.driver.simulation.Simulation;
import org.noisescale.driver.simulation.SimulationPlan;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.WorkerShare;

/** The Spark task of a simulated run: takes the partitions of all its workers and simulates them in one thread. */
record SimulationTask(SimulationPlan plan, GlimpseAccumulator glimpses)
        implements FlatMapFunction<Iterator<WorkerPartition>, SimulatedRun> {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<SimulatedRun> call(Iterator<WorkerPartition> partitions) {
        List<WorkerPartition> all = new ArrayList<>();
        partitions.forEachRemaining(all::add);
        all.sort(Comparator.comparingInt(WorkerPartition::rank));
        List<ExamplePartition> training =
                all.stream().flatMap(partition -> partition.training().stream()).toList();
        List<ExamplePartition> evaluation = all.stream()
                .flatMap(partition -> partition.evaluation().stream())
                .toList();
        int virtualWorkers = plan.training().cluster().virtualWorkers();
        BatchShares shares = new BatchShares(plan.training().batchSize(), virtualWorkers);
        Objective objective = plan.objective()
                .open(new WorkerShare(new VirtualWorkerRange(0, virtualWorkers), shares, training, evaluation));
        TaskContext context = TaskContext.get();
        return List.of(new Simulation(plan, objective, context::isInterrupted, glimpses::add).run())
                .iterator();
    }
}
