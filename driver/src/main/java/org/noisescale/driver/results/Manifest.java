package org.noisescale.driver.results;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisescale.driver.study.Study;

/**
 * {@code manifest.json}: everything that a difference between two results may come from. Written anew after each run;
 * entries of runs that an earlier command finished are kept.
 */
public final class Manifest {
    private final Map<String, Object> content = new LinkedHashMap<>();
    private final List<Map<String, Object>> runs = new ArrayList<>();

    /** The manifest of a study that begins now. */
    public Manifest(Study study) {
        Build build = Build.current();
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("noisescale", build.version());
        versions.put("deeplearning4j", build.deeplearningVersion());
        versions.put("aeron", build.aeronVersion());
        versions.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        content.put("study", study.name());
        content.put("started", Instant.now().toString());
        content.put("versions", versions);
        content.put("hardware", Hardware.describe());
        content.put("jvm_flags", Hardware.jvmFlags());
        content.put("seeds", study.seeds());
        content.put("runs", runs);
    }

    /** Adds a fact; the value is anything that has a JSON form. */
    public void put(String key, Object value) {
        content.put(key, value);
    }

    /** Adds a finished run. */
    public void add(RunSummary run, Map<String, Object> facts) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("run", run.plan().id());
        entry.put("parameters_sha256", run.parametersSha256());
        entry.putAll(facts);
        runs.add(entry);
    }

    /** The whole, as it is to be written. */
    public Map<String, Object> content() {
        return content;
    }
}
