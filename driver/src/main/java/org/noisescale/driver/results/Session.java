package org.noisescale.driver.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One command's part in a study: what it ran on, and which runs it finished there. */
public final class Session {
    static final String STARTED = "started";
    static final String RUNS = "runs";
    static final String RUN = "run";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode facts = MAPPER.createObjectNode();
    private final ArrayNode runs = MAPPER.createArrayNode();

    /** A session of this JVM that begins now. */
    public Session() {
        facts.put(STARTED, Instant.now().toString());
        put("versions", versions());
        put("hardware", Hardware.describe());
        put("jvm_flags", Hardware.jvmFlags());
    }

    private static Map<String, String> versions() {
        Build build = Build.current();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("noisescale", build.version());
        versions.put("deeplearning4j", build.deeplearningVersion());
        versions.put("aeron", build.aeronVersion());
        versions.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        return versions;
    }

    /** Adds a fact of the whole session; the value is anything that has a JSON form. */
    public void put(String key, Object value) {
        facts.set(key, MAPPER.valueToTree(value));
        facts.remove(RUNS);
        facts.set(RUNS, runs); // last, below everything that is true of all of them
    }

    /** Adds a finished run with what else is known of it. */
    public void add(RunSummary run, Map<String, Object> about) {
        ObjectNode entry = runs.addObject();
        entry.put(RUN, run.plan().id());
        entry.put("parameters_sha256", run.parametersSha256());
        about.forEach((key, value) -> entry.set(key, MAPPER.valueToTree(value)));
    }

    ObjectNode json() {
        return facts;
    }
}
