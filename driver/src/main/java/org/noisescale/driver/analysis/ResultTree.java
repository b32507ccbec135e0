package org.noisescale.driver.analysis;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.noisescale.driver.study.InputException;

/** Reads the JSON and YAML files of an output folder as trees. */
final class ResultTree {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();

    private ResultTree() {}

    static JsonNode json(Path file) {
        return read(JSON, file);
    }

    static JsonNode yaml(Path file) {
        return read(YAML, file);
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + " is missing; is this the output folder of a study?");
        }
        try {
            JsonNode tree = mapper.readTree(file.toFile());
            if (!tree.isObject()) {
                throw new InputException(file + " must hold keys with values; run the study again to restore it");
            }
            return tree;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String line = place == null ? "" : ", line " + place.getLineNr();
            throw new InputException(
                    file + line + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
