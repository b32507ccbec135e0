package org.noisescale.driver.job.dataset;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import org.jspecify.annotations.Nullable;

/** Takes a line of a CSV file apart: commas, quotation marks doubled inside quotation marks, no comments. */
final class CsvCells {
    private final CsvParser parser;

    /** A parser for lines of at most so many cells. */
    CsvCells(int cellsMax) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.setMaxColumns(cellsMax);
        settings.setMaxCharsPerColumn(-1);
        settings.getFormat().setComment('\0');
        parser = new CsvParser(settings);
    }

    /** The cells without surrounding space, null where one is empty; null for a line with far too many. */
    @Nullable
    String @Nullable [] parse(String line) {
        try {
            return parser.parseLine(line);
        } catch (TextParsingException e) {
            return null;
        }
    }
}
