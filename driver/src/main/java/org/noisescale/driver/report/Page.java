package org.noisescale.driver.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.noisescale.driver.analysis.ContactSheet;

/**
 * All that {@code report.js} shows, as it is embedded in the file. The analysis is over at this point: the script only
 * lays out and draws. Numbers that do not apply are null.
 */
record Page(
        String title,
        String question,
        List<String> answers,
        List<Fact> facts,
        List<Table> preface,
        List<Section> sections,
        List<Table> tables,
        List<Source> sources) {
    /** How many hues the page can tell apart; more begin again. */
    static final int HUES = 5;

    /** A figure at the head of the page, such as "18 runs". */
    record Fact(String label, String value) {}

    /** A part of the page; without anything to show its caption says why there is nothing to see. */
    record Section(
            String id,
            String title,
            String caption,
            List<String> answers,
            List<Chart> charts,
            List<Table> tables,
            List<ContactSheet> sheets,
            List<Matrix> matrices,
            List<Timeline> timelines) {

        /** A section of charts and tables alone. */
        Section(String id, String title, String caption, List<String> answers, List<Chart> charts, List<Table> tables) {
            this(id, title, caption, answers, charts, tables, List.of(), List.of(), List.of());
        }

        /** A section of what workers did when. */
        Section(String id, String title, String caption, List<String> answers, List<Timeline> timelines) {
            this(id, title, caption, answers, List.of(), List.of(), List.of(), List.of(), timelines);
        }

        /** A section that has nothing to draw, with the reason. */
        static Section nothing(String id, String title, String reason) {
            return new Section(id, title, reason, List.of(), List.of(), List.of());
        }
    }

    /** A frame with axes; the reader chooses among several x axes. */
    record Chart(String id, String heading, List<Axis> x, Axis y, List<Series> series, List<Key> keys) {}

    /** An axis; where {@code categories} are given, positions are indices into them. */
    record Axis(String label, boolean logarithmic, boolean switchable, List<String> categories) {
        static Axis linear(String label) {
            return new Axis(label, false, false, List.of());
        }

        static Axis logarithmic(String label) {
            return new Axis(label, true, false, List.of());
        }

        /** The same axis with a switch between linear and logarithmic. */
        Axis withSwitch() {
            return new Axis(label, logarithmic, true, categories);
        }
    }

    /** How a series is drawn. */
    enum Style {
        /** A line, with a band from low to high. */
        LINE,
        /** A broken line: what theory says. */
        LAW,
        /** Points with error bars from low to high. */
        POINTS,
        /** Points with error bars that stay in the background. */
        FAINT
    }

    /** A colour: {@code hue} counts the families of series, {@code shade} in [0, 1] orders those within a family. */
    record Look(int hue, double shade) {}

    /** A row of the legend that explains a style. */
    record Key(Style style, String text) {}

    /**
     * A series; {@code x} has a list for each x axis of the chart, {@code low} and {@code high} are empty without error
     * bars. Series with one name share a row of the legend.
     */
    record Series(
            String name,
            Look look,
            Style style,
            List<List<Double>> x,
            List<Double> y,
            List<Double> low,
            List<Double> high) {}

    /** What became of a gradient. */
    enum Fate {
        /** It was part of an update. */
        APPLIED,
        /** It came too late. */
        DISCARDED,
        /** An update ended the work on it. */
        CANCELLED,
        /** Nothing yet. */
        UNDER_WAY
    }

    /** A gradient of a worker, from the reading of the parameters to the arrival of the push, in seconds. */
    record Bar(int worker, double from, double to, Fate fate, long staleness) {}

    /** What the first workers of a run, of so many in all, did from second 0 on; and when there were updates. */
    record Timeline(
            String id, String heading, int rows, int workers, double end, List<Bar> bars, List<Double> updates) {}

    /** Counts by row and column, which are both numbered from 0. */
    record Matrix(String id, String columns, String rows, List<List<Long>> counts) {}

    /** A table that the reader can sort; cells are texts as they stand in the files. */
    record Table(String id, String title, List<String> columns, List<List<String>> rows) {}

    /** Where the figures come from: a study's folder, settings and manifest. */
    record Source(String name, String directory, Map<String, String> settings, JsonNode manifest) {}
}
