package org.noisescale.driver.study.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.Nearest;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.StudyReader;

/**
 * Lists the studies that come with Noisescale and finds what {@code run STUDY} means. Their files are the resources
 * {@code /studies/NAME.yaml}; beside them lies {@code reference.yaml}, which explains every key.
 */
public final class StudyCatalog {
    private static final List<String> NAMES = List.of(
            "batch-noise",
            "quadratic-truth",
            "critical-batch-size",
            "critical-batch-size-strokes",
            "optimizers",
            "curvature",
            "sync-vs-async",
            "staleness",
            "asynchrony-begets-momentum",
            "noise-budget",
            "backup-workers",
            "ssp",
            "local-sgd",
            "batchnorm-groups",
            "batchnorm-leak",
            "large-batch-batchnorm");
    private static final int EDITS_MAX = 4;

    private StudyCatalog() {}

    /** Every built-in study, the one to begin with first. */
    public static List<BuiltInStudy> studies() {
        return NAMES.stream().map(name -> BuiltInStudy.of(name, resource(name))).toList();
    }

    /** The built-in study of this name. */
    public static Optional<BuiltInStudy> find(String name) {
        return studies().stream().filter(study -> study.name().equals(name)).findFirst();
    }

    /**
     * Reads what a user calls {@code study}: a path if there is such a file or it ends in {@code .yaml} or
     * {@code .yml}, otherwise a built-in study. Throws {@link InputException} if there is neither, or the study is
     * wrong.
     *
     * @param settings {@code key=value} with dotted keys, applied in order
     */
    public static Study read(String study, List<String> settings) {
        Optional<Path> file = findFile(study);
        if (file.isPresent()) {
            return StudyReader.read(file.get(), settings);
        }
        return find(study).orElseThrow(() -> unknown(study)).read(settings);
    }

    private static Optional<Path> findFile(String study) {
        try {
            Path path = Path.of(study);
            String lower = study.toLowerCase(Locale.ROOT);
            boolean named = lower.endsWith(".yaml") || lower.endsWith(".yml");
            return named || Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static InputException unknown(String study) {
        String meant = Nearest.find(study, NAMES, Math.min(EDITS_MAX, study.length() / 2))
                .map(Nearest::question)
                .orElse("; there is " + String.join(", ", NAMES));
        return new InputException(study + " is neither a file nor a built-in study" + meant);
    }

    private static String resource(String name) {
        String path = "/studies/" + name + ".yaml";
        try (InputStream stream = StudyCatalog.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + path + " must lie beside the program");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + path + " must be readable", e);
        }
    }
}
