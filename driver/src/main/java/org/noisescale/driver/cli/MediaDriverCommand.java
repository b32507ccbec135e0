package org.noisescale.driver.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.noisescale.driver.job.StopRequest;
import org.noisescale.driver.study.InputException;
import org.noisescale.parameterserver.transport.StandaloneMediaDriver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisescale media-driver}. */
@Command(
        name = "media-driver",
        description = {
            "Runs Aeron's media driver for all processes of this machine that are told its folder, until Ctrl-C.",
            "They then exchange messages over shared memory: noisescale run … --media-driver DIR."
        },
        mixinStandardHelpOptions = true)
final class MediaDriverCommand implements Callable<Integer> {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            required = true,
            description = "Where its files go, best in memory, e.g. /dev/shm/noisescale. Removed at the end.")
    private Path folder = Path.of("");

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        StopRequest stop = new StopRequest();
        stop.stopWith(ended::countDown);
        try (Interruption interruption = new Interruption(stop);
                StandaloneMediaDriver driver = start()) {
            interruption.watch();
            spec.commandLine().getOut().println("media driver in " + driver.folder());
            ended.await();
        }
        return 0;
    }

    private StandaloneMediaDriver start() {
        if (StandaloneMediaDriver.runsIn(folder)) {
            throw new InputException(
                    "--dir " + folder + ": a media driver is running there; use it, or choose another folder");
        }
        return StandaloneMediaDriver.start(folder);
    }
}
