package org.noisescale.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps of a Dockerfile, stage by stage. */
record Dockerfile(List<Stage> stages) {
    /**
     * A stage.
     *
     * @param base another stage, or an image
     */
    record Stage(String base, String name, List<Step> steps) {}

    /** An instruction and what follows it, in one line. */
    record Step(String instruction, String words) {}

    static Dockerfile read(Path file) throws IOException {
        Map<String, String> defaults = new HashMap<>();
        List<Stage> stages = new ArrayList<>();
        for (String line : logicalLines(Files.readString(file))) {
            String[] parts = line.split(" ", 2);
            if (parts[0].equals("ARG")) {
                String[] argument = parts[1].split("=", 2);
                defaults.putIfAbsent(argument[0], argument[argument.length - 1]);
            } else if (parts[0].equals("FROM")) {
                String[] words = parts[1].split(" AS ", 2);
                stages.add(new Stage(filled(words[0], defaults), words[1], new ArrayList<>()));
            } else {
                stages.get(stages.size() - 1).steps().add(new Step(parts[0], parts[1]));
            }
        }
        return new Dockerfile(stages);
    }

    private static List<String> logicalLines(String text) {
        String joined = text.replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", "");
        return joined.lines().filter(line -> !line.isBlank()).toList();
    }

    private static String filled(String text, Map<String, String> defaults) {
        String filled = text;
        for (Map.Entry<String, String> argument : defaults.entrySet()) {
            filled = filled.replace("${" + argument.getKey() + "}", argument.getValue());
        }
        return filled;
    }

    /** The stage of a name. */
    Stage stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a stage, and no image, bears the name. */
    boolean hasStage(String name) {
        return stages.stream().anyMatch(stage -> stage.name().equals(name));
    }
}
