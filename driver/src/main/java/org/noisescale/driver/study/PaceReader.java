package org.noisescale.driver.study;

import java.util.List;
import org.noisescale.worker.pace.ClusterPace;
import org.noisescale.worker.pace.ServiceTime;

/**
 * Reads the sections {@code training.computeTime} and {@code training.network}: how fast a simulated cluster is, and
 * how long the turns of a real one take at least.
 */
final class PaceReader {
    static final String COMPUTE_TIME = "computeTime";
    static final String NETWORK = "network";

    private static final ValueType.Decimal MEAN =
            new ValueType.Decimal(NumberRange.between(ServiceTime.MEAN_MIN, ServiceTime.MEAN_MAX));
    private static final ValueType.Decimal NOT_NEGATIVE = new ValueType.Decimal(NumberRange.NOT_NEGATIVE);
    private static final ValueType.Decimal POSITIVE = new ValueType.Decimal(NumberRange.POSITIVE);

    /** By which law latencies vary. */
    private enum LatencyLaw {
        CONSTANT,
        EXPONENTIAL
    }

    private PaceReader() {}

    /** The pace of a cluster; throws {@link InputException}. */
    static TrainingPlan.Pace read(Section training, Section measure, int workers, boolean served) {
        String kind = training.value("cluster", "real", Choice.of(List.of("real", "simulated"), List.of()));
        if (kind.equals("real")) {
            MeasureReader.refuseObservation(measure);
            return real(training, workers);
        }
        if (served) {
            throw training.problem(
                    List.of("cluster"),
                    "training.cluster simulated has a server of its own, so that there must be no server in the study");
        }
        ClusterPace.Network network = network(training.section(NETWORK, StudyKeys.NETWORK));
        return new TrainingPlan.Pace.Simulated(pace(training, workers, network), MeasureReader.observation(measure));
    }

    private static TrainingPlan.Pace real(Section training, int workers) {
        if (training.find(NETWORK).isPresent()) {
            throw training.problem(
                    List.of(NETWORK),
                    "training.network is for training.cluster simulated, which was real; a real network takes the"
                            + " time that it takes");
        }
        return training.find(COMPUTE_TIME).isPresent()
                ? new TrainingPlan.Pace.Delayed(pace(training, workers, ClusterPace.Network.NONE))
                : new TrainingPlan.Pace.Real();
    }

    private static ClusterPace pace(Section training, int workers, ClusterPace.Network network) {
        Section compute = training.section(COMPUTE_TIME, StudyKeys.COMPUTE_TIME);
        ServiceTime law = law(compute);
        List<Double> perWorker = compute.list("perWorker", List.of(), POSITIVE);
        if (!perWorker.isEmpty() && perWorker.size() != workers) {
            throw compute.problem(
                    List.of("perWorker"),
                    "training.computeTime.perWorker must have a factor for each of " + workers + " workers, had "
                            + perWorker.size());
        }
        return compute.check(List.of("perWorker"), () -> new ClusterPace(law, perWorker, network));
    }

    private static ServiceTime law(Section compute) {
        String law = compute.kind("exponential");
        if (law.equals("trace")) {
            return trace(compute);
        }
        double mean = compute.value("mean", 1.0, MEAN);
        return switch (law) {
            case "exponential" -> new ServiceTime.Exponential(mean);
            case "constant" -> new ServiceTime.Constant(mean);
            case "shifted-exponential" -> {
                double least = compute.value("least", mean / 2, NOT_NEGATIVE);
                yield compute.check(List.of("least", "mean"), () -> new ServiceTime.ShiftedExponential(mean, least));
            }
            case "pareto" -> {
                double shape = compute.value("shape", 2.5, POSITIVE);
                yield compute.check(List.of("shape"), () -> new ServiceTime.Pareto(mean, shape));
            }
            case "lognormal" -> {
                double deviation = compute.value("deviation", 0.5, POSITIVE);
                yield compute.check(List.of("deviation"), () -> new ServiceTime.Lognormal(mean, deviation));
            }
            default -> throw new IllegalStateException("training.computeTime.law must have a reader, was " + law);
        };
    }

    private static ServiceTime trace(Section compute) {
        if (compute.find("path").isEmpty()) {
            List<Double> seconds = compute.list("seconds", List.of(), MEAN);
            return compute.check(List.of("seconds", "law"), () -> new ServiceTime.Trace(seconds));
        }
        if (compute.find("seconds").isPresent()) {
            throw compute.problem(
                    List.of("path"), "training.computeTime must have seconds or the path of a log, had both");
        }
        return new ServiceTime.Recorded(compute.required("path", new ValueType.FilePath()));
    }

    private static ClusterPace.Network network(Section network) {
        double latency = network.value("latency", 0.0, NOT_NEGATIVE);
        double bandwidth = network.value("bandwidth", 0.0, NOT_NEGATIVE);
        LatencyLaw law = network.value("law", LatencyLaw.CONSTANT, Choice.of(LatencyLaw.class));
        return network.check(
                List.of("latency", "bandwidth"),
                () -> new ClusterPace.Network(latency, bandwidth, law == LatencyLaw.EXPONENTIAL));
    }
}
