package org.noisescale.driver.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.SynchronizationPlan;
import org.noisescale.driver.study.Target;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.checkpoint.ArrivalFile;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.RecordedCourse;

/** The file of a log of arrivals that a run follows. */
final class ReplayLog {
    private ReplayLog() {}

    /** Its content, which fits the run; throws {@link InputException}. */
    static RecordedArrivals read(RunPlan run) {
        TrainingPlan training = run.configuration().training();
        SynchronizationPlan synchronization = training.cluster().synchronization();
        long updates = training.target() instanceof Target.None ? training.steps() : 0;
        try {
            RecordedArrivals arrivals = ArrivalFile.parse(bytes(synchronization.replay()));
            RecordedCourse.requireFit(
                    arrivals,
                    synchronization.rule(),
                    synchronization.policy(),
                    training.cluster().workers(),
                    updates);
            return arrivals;
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "training.replay " + synchronization.replay() + ": " + e.getMessage() + " (" + run.id() + ")", e);
        }
    }

    /** The fingerprint of the file, in lower-case hexadecimal; throws {@link InputException}. */
    static String sha256(String path) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(path)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static byte[] bytes(String path) {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new InputException("training.replay " + path + ": there is no such file on this machine", e);
        } catch (IOException e) {
            String trouble = Files.isDirectory(Path.of(path))
                    ? "is a folder; give the arrivals.log in it"
                    : "cannot be read: " + e.getMessage();
            throw new InputException("training.replay " + path + ": " + trouble, e);
        }
    }
}
