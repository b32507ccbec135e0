package org.noisescale.driver.study;

import java.util.List;
import java.util.Map;

/** Reads what is particular to data from Spark SQL. */
final class TableDataReader {
    private static final ValueType.Text TEXT = ValueType.Text.ANY;
    private static final ValueType.FilePath PATH = new ValueType.FilePath();
    private static final List<String> WAYS = List.of("name", "query", "format");

    private final Section data;

    TableDataReader(Section data) {
        this.data = data;
    }

    /** The one location that the section names. */
    TableLocation location() {
        List<String> given = WAYS.stream().filter(this::isGiven).toList();
        if (given.size() > 1) {
            throw data.problem(
                    given.subList(1, 2),
                    "data." + given.get(1) + " contradicts data." + given.get(0)
                            + "; a table has a name, or is a query, or is read from a format");
        }
        String way = given.isEmpty() ? "name" : given.get(0);
        if (!way.equals("format")) {
            refuse("path", "needs data.format, e.g. orc");
            refuse("options", "needs data.format, which takes them");
        }
        return switch (way) {
            case "name" -> new TableLocation.Catalogued(data.required("name", TEXT));
            case "query" -> new TableLocation.Query(data.required("query", new ValueType.Prose()));
            default -> stored();
        };
    }

    private TableLocation stored() {
        String format = data.required("format", TEXT);
        String path = isGiven("path") ? data.required("path", PATH) : "";
        Map<String, String> options = data.texts("options");
        if (path.isEmpty() && options.isEmpty()) {
            throw data.problem(
                    List.of("format"),
                    "data.format needs data.path, a file or folder, or data.options that say where " + format + " is");
        }
        return new TableLocation.Stored(format, path, options);
    }

    /** The key that names evaluation rows of their own; refuses those of other kinds of location. */
    String evaluationKey(TableLocation location) {
        String own = location instanceof TableLocation.Catalogued
                ? "evaluationName"
                : location instanceof TableLocation.Query ? "evaluationQuery" : "evaluationPath";
        for (String key : List.of("evaluationName", "evaluationQuery", "evaluationPath")) {
            if (!key.equals(own)) {
                refuse(key, "does not suit " + location.words() + "; use data." + own);
            }
        }
        return own;
    }

    /** How the value of an evaluation key is written. */
    static ValueType<String> evaluationType(String key) {
        return switch (key) {
            case "evaluationName" -> TEXT;
            case "evaluationQuery" -> new ValueType.Prose();
            default -> PATH;
        };
    }

    /** The columns whose values put the rows in order. */
    List<String> orderBy(EvaluationSplit evaluation, TableLocation location) {
        List<String> columns = data.list("orderBy", List.of(), TEXT);
        boolean ordered = !columns.isEmpty() || location instanceof TableLocation.Stored;
        if (evaluation instanceof EvaluationSplit.Last && !ordered) {
            throw data.problem(
                    List.of("evaluationLast"),
                    "data.evaluationLast needs data.orderBy, because the rows of a table have no order");
        }
        return columns;
    }

    private void refuse(String key, String reason) {
        if (isGiven(key)) {
            throw data.problem(List.of(key), "data." + key + " " + reason);
        }
    }

    private boolean isGiven(String key) {
        return data.find(key).isPresent();
    }
}
