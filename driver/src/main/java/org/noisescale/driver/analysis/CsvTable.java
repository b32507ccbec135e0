package org.noisescale.driver.analysis;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.noisescale.driver.study.InputException;

/** A result file with a header line, read whole; every complaint names the file and the line. */
public final class CsvTable {
    private static final int COLUMNS_MAX = 100_000;

    private final Path file;
    private final List<String> header;
    private final List<Row> rows;

    private CsvTable(Path file, List<String> header, List<Row> rows) {
        this.file = file;
        this.header = header;
        this.rows = rows;
    }

    /**
     * Reads a file.
     *
     * @throws InputException if it is missing, empty, or a row has more or fewer cells than the header
     */
    public static CsvTable read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            List<Row> lines = lines(reader);
            if (lines.isEmpty()) {
                throw new InputException(file + " is empty; run the study again to restore it");
            }
            CsvTable table = new CsvTable(file, lines.get(0).cells(), List.copyOf(lines.subList(1, lines.size())));
            table.requireRectangle();
            return table;
        } catch (NoSuchFileException e) {
            throw new InputException(file + " is missing; is this the output folder of a finished study?", e);
        } catch (IOException | TextParsingException e) {
            throw new InputException(file + " cannot be read as CSV: " + firstLine(e), e);
        }
    }

    /** The file it came from. */
    public Path file() {
        return file;
    }

    /** The names of the columns, in the order of the file. */
    public List<String> header() {
        return header;
    }

    /** The rows below the header, in the order of the file. */
    public List<Row> rows() {
        return rows;
    }

    /** How many rows follow the header. */
    public int rowCount() {
        return rows.size();
    }

    /** Whether there is such a column. */
    public boolean has(String column) {
        return header.contains(column);
    }

    /**
     * A cell as it stands; empty where the figure does not apply.
     *
     * @throws InputException if there is no such column
     */
    public String text(int row, String column) {
        return rows.get(row).cells().get(position(column));
    }

    /**
     * A cell as a number; NaN where the figure does not apply.
     *
     * @throws InputException if there is no such column or the cell holds something else
     */
    public double number(int row, String column) {
        String text = text(row, column);
        return parse(row, column, text);
    }

    /** A whole column as numbers, a cell a row; all NaN if there is no such column. */
    public double[] numbers(String column) {
        double[] values = new double[rows.size()];
        if (!has(column)) {
            Arrays.fill(values, Double.NaN);
            return values;
        }
        int position = position(column);
        Arrays.setAll(values, row -> parse(row, column, rows.get(row).cells().get(position)));
        return values;
    }

    private double parse(int row, String column, String text) {
        try {
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new InputException(
                    file + ", line " + rows.get(row).line() + ": " + column + " must be a number, was " + text, e);
        }
    }

    private int position(String column) {
        int position = header.indexOf(column);
        if (position < 0) {
            throw new InputException(file + ", line 1: the column " + column + " is missing");
        }
        return position;
    }

    private void requireRectangle() {
        for (Row row : rows) {
            if (row.cells().size() != header.size()) {
                throw new InputException(file + ", line " + row.line() + ": " + header.size()
                        + " cells expected as in the header, found "
                        + row.cells().size());
            }
        }
    }

    private static List<Row> lines(Reader reader) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.setLineSeparatorDetectionEnabled(true);
        settings.setMaxColumns(COLUMNS_MAX);
        settings.setNullValue("");
        settings.setEmptyValue("");
        CsvParser parser = new CsvParser(settings);
        parser.beginParsing(reader);
        List<Row> lines = new ArrayList<>();
        for (String[] cells = parser.parseNext(); cells != null; cells = parser.parseNext()) {
            lines.add(new Row(lines.size() + 1, List.of(cells)));
        }
        return lines;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown trouble");
    }

    /** A row with the number of its line in the file, which counts from 1. */
    public record Row(int line, List<String> cells) {}
}
