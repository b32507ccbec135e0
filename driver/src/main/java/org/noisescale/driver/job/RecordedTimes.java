package org.noisescale.driver.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.synchronization.ArrivalLog;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.worker.pace.ClusterPace;
import org.noisescale.worker.pace.ServiceTime;

/**
 * How long the turns of each worker of an asynchronous run took: from one of its pushes to the next, since nobody waits
 * there, with computing, messages and the server's work. The time until a first push, in which a cluster begins, is
 * left out.
 */
final class RecordedTimes {
    private static final String RULE = "async";
    private static final double NS_PER_SECOND = 1e9;

    private RecordedTimes() {}

    /** The log that a run's times are taken from, if they are. */
    static Optional<ArrivalSource> find(TrainingPlan training) {
        return training.cluster()
                .pace()
                .drawn()
                .map(ClusterPace::compute)
                .filter(ServiceTime.Recorded.class::isInstance)
                .map(law -> source((ServiceTime.Recorded) law));
    }

    private static ArrivalSource source(ServiceTime.Recorded law) {
        return new ArrivalSource("training.computeTime.path", law.path());
    }

    /**
     * The pace with what the log says, if it is one of a log.
     *
     * @throws InputException if the log cannot be read, or does not tell the times of so many workers
     */
    static ClusterPace read(ClusterPace pace, int workers) {
        return pace.compute() instanceof ServiceTime.Recorded law
                ? pace.with(new ServiceTime.Recorded(law.path(), traces(source(law), workers)))
                : pace;
    }

    /** The same for the plan of a simulated run. */
    static TrainingPlan read(TrainingPlan training) {
        TrainingPlan.Cluster cluster = training.cluster();
        return cluster.pace() instanceof TrainingPlan.Pace.Simulated simulated
                ? training.with(cluster.with(new TrainingPlan.Pace.Simulated(
                        read(simulated.pace(), cluster.workers()), simulated.observation())))
                : training;
    }

    private static List<ServiceTime.Trace> traces(ArrivalSource source, int workers) {
        RecordedArrivals arrivals = source.read();
        if (!arrivals.rule().equals(RULE) || arrivals.workers() < workers) {
            throw new InputException(
                    source.key() + " " + source.path() + ": must be the log of a run under rule " + RULE
                            + " with at least " + workers + " workers, was of rule " + arrivals.rule() + " with "
                            + arrivals.workers());
        }
        List<List<Double>> seconds = gaps(arrivals);
        for (int worker = 0; worker < workers; worker++) {
            if (seconds.get(worker).isEmpty()) {
                throw new InputException(source.key() + " " + source.path() + ": worker " + worker
                        + " must have pushed at least twice; take the log of a longer run");
            }
        }
        return seconds.stream().limit(workers).map(ServiceTime.Trace::new).toList();
    }

    private static List<List<Double>> gaps(RecordedArrivals arrivals) {
        List<List<Double>> gaps = IntStream.range(0, arrivals.workers())
                .<List<Double>>mapToObj(worker -> new ArrayList<>())
                .toList();
        long[] lastNs = new long[arrivals.workers()];
        boolean[] begun = new boolean[arrivals.workers()];
        ArrivalLog.read(arrivals.log(), (worker, staleness, admitted, timeNs) -> {
            if (begun[worker]) {
                gaps.get(worker).add(Math.max(ServiceTime.MEAN_MIN, (timeNs - lastNs[worker]) / NS_PER_SECOND));
            }
            begun[worker] = true;
            lastNs[worker] = timeNs;
        });
        return gaps;
    }
}
