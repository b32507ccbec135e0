package org.noisescale.driver.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the facts in which the sessions of a manifest differ, but for when they began and what they ran. */
final class SessionDifferences {
    private static final Set<String> OWN = Set.of(Session.STARTED, Session.RUNS);

    private SessionDifferences() {}

    /** The dotted keys, e.g. {@code versions.java}, in the order of the sessions. */
    static List<String> between(List<? extends JsonNode> sessions) {
        List<Map<String, JsonNode>> facts =
                sessions.stream().map(SessionDifferences::facts).toList();
        Set<String> keys = new LinkedHashSet<>();
        facts.forEach(session -> keys.addAll(session.keySet()));
        List<String> differing = new ArrayList<>();
        for (String key : keys) {
            if (facts.stream()
                            .map(session -> String.valueOf(session.get(key)))
                            .distinct()
                            .count()
                    > 1) {
                differing.add(key);
            }
        }
        return differing;
    }

    private static Map<String, JsonNode> facts(JsonNode session) {
        Map<String, JsonNode> facts = new LinkedHashMap<>();
        session.properties().forEach(fact -> {
            if (!OWN.contains(fact.getKey())) {
                collect(fact.getKey(), fact.getValue(), facts);
            }
        });
        return facts;
    }

    private static void collect(String key, JsonNode value, Map<String, JsonNode> facts) {
        if (value.isObject()) {
            value.properties().forEach(inner -> collect(key + "." + inner.getKey(), inner.getValue(), facts));
        } else {
            facts.put(key, value);
        }
    }
}
