package org.noisescale.driver.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.Study;

/**
 * {@code manifest.json}: everything that a difference between two results may come from. Several commands may have
 * worked on a study, each in a {@linkplain Session session} with facts and runs of its own; in which facts they differ
 * is said at the top.
 */
public final class Manifest {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String DATASETS = "datasets";
    private static final String SESSIONS = "sessions";

    private final Path file;
    private final Study study;
    private final ObjectNode datasets = MAPPER.createObjectNode();
    private final List<ObjectNode> sessions = new ArrayList<>();

    private Manifest(Path file, Study study) {
        this.file = file;
        this.study = study;
    }

    /**
     * Takes over what earlier commands wrote of the runs that are finished; the others will be repeated.
     *
     * @throws InputException if the file is there but damaged
     */
    static Manifest open(Path file, Study study, Set<String> finished) {
        Manifest manifest = new Manifest(file, study);
        if (Files.exists(file) && !finished.isEmpty()) {
            manifest.takeOver(read(file), finished);
        }
        return manifest;
    }

    private static JsonNode read(Path file) {
        try {
            return MAPPER.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new InputException(damaged(file) + " (" + e.getOriginalMessage() + ")", e);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String damaged(Path file) {
        return file + " is damaged; move it away to go on without what it says of the finished runs";
    }

    private void takeOver(JsonNode content, Set<String> finished) {
        boolean sound = content.path(SESSIONS).isArray();
        for (JsonNode session : content.path(SESSIONS)) {
            sound &= session instanceof ObjectNode && session.path(Session.RUNS).isArray();
        }
        if (!sound) {
            throw new InputException(damaged(file));
        }
        content.path(DATASETS).properties().forEach(dataset -> datasets.set(dataset.getKey(), dataset.getValue()));
        for (JsonNode session : content.path(SESSIONS)) {
            Iterator<JsonNode> runs = session.path(Session.RUNS).iterator();
            while (runs.hasNext()) {
                if (!finished.contains(runs.next().path(Session.RUN).asText())) {
                    runs.remove();
                }
            }
            if (!session.path(Session.RUNS).isEmpty()) {
                sessions.add((ObjectNode) session);
            }
        }
    }

    /** Adds a session; what is added to it later belongs to the manifest. */
    public void add(Session session) {
        sessions.add(session.json());
    }

    /** Says what a dataset is that runs name by its fingerprint; the values are anything that has a JSON form. */
    public void describeDataset(String sha256, Map<String, Object> figures) {
        datasets.set(sha256, MAPPER.valueToTree(figures));
    }

    /** What is known of a finished run under this key. */
    public Optional<String> find(String run, String key) {
        return sessions.stream()
                .flatMap(session ->
                        StreamSupport.stream(session.path(Session.RUNS).spliterator(), false))
                .filter(entry -> entry.path(Session.RUN).asText().equals(run))
                .map(entry -> entry.path(key).asText())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** Writes the file anew. */
    void write() throws IOException {
        ObjectNode content = MAPPER.createObjectNode();
        content.put("study", study.name());
        content.set("seeds", MAPPER.valueToTree(study.seeds()));
        content.set(DATASETS, datasets);
        content.set("sessions_differ_in", MAPPER.valueToTree(SessionDifferences.between(sessions)));
        content.putArray(SESSIONS).addAll(sessions);
        WholeFile.write(file, MAPPER.writeValueAsString(content) + "\n");
    }
}
