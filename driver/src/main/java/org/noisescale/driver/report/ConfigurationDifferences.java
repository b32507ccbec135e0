package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The keys in which the compared studies' configurations differ. */
final class ConfigurationDifferences {
    private static final String ABSENT = "—";

    private ConfigurationDifferences() {}

    static Page.Table of(Comparison comparison) {
        List<Map<String, String>> settings = comparison.studies().stream()
                .map(study -> study.study().settings())
                .toList();
        SortedSet<String> keys = new TreeSet<>();
        settings.forEach(each -> keys.addAll(each.keySet()));
        List<List<String>> rows = new ArrayList<>();
        for (String key : keys) {
            List<String> values = settings.stream()
                    .map(each -> each.getOrDefault(key, ABSENT))
                    .toList();
            if (values.stream().distinct().count() > 1) {
                rows.add(row(key, values));
            }
        }
        List<String> names = comparison.studies().stream().map(comparison::name).toList();
        return new Page.Table("differences", "What differs between the studies", row("key", names), rows);
    }

    private static List<String> row(String first, List<String> others) {
        List<String> row = new ArrayList<>(others);
        row.add(0, first);
        return row;
    }
}
