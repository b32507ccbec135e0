package org.noisescale.driver.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.job.DriverPlace;
import org.noisescale.driver.job.SparkCluster;
import org.noisescale.driver.job.StopRequest;
import org.noisescale.driver.job.StudyExecution;
import org.noisescale.driver.job.StudyProgress;
import org.noisescale.driver.job.storage.ResultsPlace;
import org.noisescale.driver.report.ReportWriter;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.catalog.StudyCatalog;
import org.noisescale.parameterserver.control.Token;
import org.noisescale.parameterserver.metrics.MetricsServer;
import org.noisescale.parameterserver.process.MetricsOptions;
import org.noisescale.parameterserver.process.TokenFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisescale run}. */
@Command(
        name = "run",
        description = "Runs a study, or what is missing of it, and draws its report.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer>, Stoppable {
    private String study = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the results go, a folder or an address such as s3a://bucket/folder (default:"
                    + " noisescale-out/NAME). The same command again goes on there.")
    private @Nullable String out;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Changes a key of the study, e.g. --set training.steps=100. May be repeated.")
    private final List<String> settings = new ArrayList<>();

    @Option(
            names = "--replay",
            paramLabel = "LOG",
            description = "Take pushes in exactly the order of the run that left this log, the arrivals.log of its"
                    + " folder; with --set, what would have been with the same order (default DIR:"
                    + " noisescale-out/NAME-replay). The same as --set training.replay=LOG.")
    private @Nullable Path replay;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark master (default: as many threads of this process as there are workers).")
    private @Nullable String master;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:NOISESCALE_TOKEN_FILE}",
            description = "The token that the study's servers ask for (default: the file that the environment variable"
                    + " NOISESCALE_TOKEN_FILE names).")
    private @Nullable Path tokenFile;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description =
                    "The name or address of this machine at which workers and servers reach it by UDP (default: the"
                            + " one that Spark tells its executors).")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "FIRST-LAST",
            description = "The UDP ports among which each run takes three consecutive ones (default: any).")
    private @Nullable String ports;

    @Option(
            names = "--media-driver",
            paramLabel = "DIR",
            description = "Use the media driver that runs in this folder (see: noisescale media-driver); so do the"
                    + " executors.")
    private @Nullable Path mediaDriver;

    @Mixin
    private final MetricsOptions metrics = new MetricsOptions();

    @Mixin
    private final WorkerMetricsOptions workerMetrics = new WorkerMetricsOptions();

    @Option(names = "--quiet", description = "Print nothing but the path of the report.")
    private boolean quiet;

    private DriverPlace place = DriverPlace.ANY;
    private final StopRequest stop = new StopRequest();

    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "STUDY", description = "A built-in study (see: noisescale studies) or a YAML file.")
    void study(String nameOrFile) {
        study = nameOrFile;
    }

    @Override
    public boolean isStopped() {
        return stop.isMade();
    }

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Study plan = StudyCatalog.read(study, allSettings());
        place = place();
        SharedMediaDriver.useIfNamed(mediaDriver);
        try (Interruption interruption = new Interruption(stop);
                ResultsPlace results = ResultsPlace.of(out == null ? usualFolder(plan) : out);
                OutputFolder folder = open(plan, results);
                ProgressDisplay progress = ProgressDisplay.of(spec.commandLine().getOut(), quiet)) {
            interruption.watch();
            System.setProperty(
                    "noisescale.log", folder.path().resolve("noisescale.log").toString());
            try {
                return run(plan, results, folder, progress);
            } finally {
                complain(interruption, results.nameOf(folder.path()));
            }
        }
    }

    private void complain(Interruption interruption, String place) {
        if (interruption.isOfSpark()) {
            spec.commandLine()
                    .getErr()
                    .println("noisescale: Spark ended this process, because too many executors failed or did not even"
                            + " start; what it saw is in " + place + "/noisescale.log, the rest in their own logs");
        }
    }

    private static OutputFolder open(Study plan, ResultsPlace results) {
        return OutputFolder.open(results.folder(), plan, results.nameOf(results.folder()), results::store);
    }

    private String usualFolder(Study plan) {
        return "noisescale-out/" + plan.name() + (replay == null ? "" : "-replay");
    }

    private List<String> allSettings() {
        List<String> all = new ArrayList<>(settings);
        if (replay != null) {
            all.add("training.replay='" + replay.toString().replace("'", "''") + "'");
        }
        return all;
    }

    private int run(Study plan, ResultsPlace results, OutputFolder folder, ProgressDisplay progress)
            throws InterruptedException {
        try {
            trainMetered(plan, results, folder, progress);
        } finally {
            if (stop.isMade()) {
                progress.onInterruption(folder.missingRuns().size());
            }
        }
        if (stop.isMade()) {
            return Interruption.STATUS;
        }
        List<StudyResults> studies = List.of(StudyResults.read(folder.path(), results.nameOf(results.folder())));
        Path report = ReportWriter.write(studies, folder.path().resolve("report.html"));
        results.store();
        progress.onReport(results.nameOf(report.toAbsolutePath().normalize()), ReportWriter.answers(studies));
        return 0;
    }

    private Optional<Token> token() {
        try {
            return Optional.ofNullable(tokenFile).map(TokenFile::read);
        } catch (IllegalArgumentException e) {
            throw new InputException("--token-file: " + e.getMessage(), e);
        }
    }

    private DriverPlace place() {
        return new DriverPlace(
                Optional.ofNullable(host), Optional.ofNullable(ports).map(DriverPlace.Ports::of));
    }

    private void trainMetered(Study plan, ResultsPlace results, OutputFolder folder, StudyProgress progress)
            throws InterruptedException {
        Optional<MetricsServer> server = metrics.open();
        try {
            StudyProgress metered = server.<StudyProgress>map(open -> new MeteredProgress(progress, open))
                    .orElse(progress);
            metered.onStudy(plan, results.nameOf(folder.path()), folder.missingRuns());
            train(plan, folder, metered, server);
        } finally {
            server.ifPresent(MetricsServer::close);
        }
    }

    private void train(Study plan, OutputFolder folder, StudyProgress progress, Optional<MetricsServer> server)
            throws InterruptedException {
        List<RunPlan> missing = folder.missingRuns();
        if (missing.isEmpty()) {
            return;
        }
        progress.onPreparation("starting Spark");
        int workers = master == null ? StudyExecution.tasksMax(missing) : StudyExecution.workersMax(missing);
        try (SparkCluster cluster = SparkCluster.connect(Optional.ofNullable(master), workers, workerMetrics.place())) {
            stop.stopWith(cluster::cancelJobs);
            cluster.endpoints().forEach(endpoint -> progress.onNotice(endpoint.toString()));
            server.ifPresent(open -> open.serve("/targets", cluster::targets));
            new StudyExecution(plan, folder, progress, stop, token(), place).run(cluster);
        }
    }
}
