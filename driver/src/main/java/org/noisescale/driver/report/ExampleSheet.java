package org.noisescale.driver.report;

import java.util.List;
import org.noisescale.driver.analysis.ContactSheet;

/** A sheet of the examples that the study trained on. */
final class ExampleSheet implements Drawing {
    private static final String ID = "contact-sheet";
    private static final String TITLE = "What the examples look like";

    @Override
    public Page.Section draw(Comparison comparison) {
        List<ContactSheet> sheets = comparison.studies().stream()
                .flatMap(study -> study.contactSheet().stream())
                .distinct()
                .toList();
        if (sheets.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "The study left no contact sheet: its examples are not images.");
        }
        return new Page.Section(
                ID,
                TITLE,
                "Examples from the training data, each with its label.",
                List.of(),
                List.of(),
                List.of(),
                sheets,
                List.of(),
                List.of());
    }
}
