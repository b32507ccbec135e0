package org.noisescale.driver.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.study.InputException;

/**
 * Writes the report of one or several studies from the files of their output folders: a single HTML file with its
 * script, style, data and the charting library inside, which needs no network.
 */
public final class ReportWriter {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private ReportWriter() {}

    /**
     * Writes the report to {@code target}, whose folder is created where necessary, and answers with its path.
     *
     * @param studies one, or several to compare
     * @throws InputException if a file of a study is damaged, or the target cannot be written
     */
    public static Path write(List<StudyResults> studies, Path target) {
        String html = html(PageComposer.compose(studies));
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            return Files.writeString(target, html);
        } catch (IOException e) {
            throw new InputException(target + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * The answers of the report in words, the most important first; empty when the figures give none.
     *
     * @throws InputException if a file of a study is damaged
     */
    public static List<String> answers(List<StudyResults> studies) {
        return PageComposer.compose(studies).answers();
    }

    private static String html(Page page) {
        Map<String, String> parts = Map.of(
                "style", ReportResources.text("report.css"),
                "library", ReportResources.chartingLibrary(),
                "data", PageJson.of(page),
                "script", ReportResources.text("report.js"));
        Matcher matcher = PLACEHOLDER.matcher(ReportResources.text("report.html"));
        return matcher.replaceAll(found -> Matcher.quoteReplacement(part(parts, found.group(1))));
    }

    private static String part(Map<String, String> parts, String name) {
        String part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException("report.html asks for an unknown part: " + name);
        }
        return part;
    }
}
