package org.noisescale.driver.study;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.noisescale.parameterserver.transport.ServerAddress;

/**
 * Reads study files. Whatever is wrong ends in one {@link InputException} that names file and line, or the setting, and
 * the nearest valid key. No data file is opened.
 */
public final class StudyReader {
    private final YamlValue.Mapping study;

    private StudyReader(YamlValue.Mapping study) {
        this.study = study;
    }

    /**
     * Reads a study file.
     *
     * @param file YAML in UTF-8; relative paths in it are relative to its folder
     * @param settings {@code key=value} with dotted keys, applied in order over the file; relative paths in them are
     *     relative to the working directory
     */
    public static Study read(Path file, List<String> settings) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
        return read(textOf(file), file.toString(), folder, settings);
    }

    /**
     * Reads the text of a study.
     *
     * @param name what messages call the text
     * @param folder what relative paths in it are relative to
     */
    public static Study read(String text, String name, Path folder, List<String> settings) {
        Path absolute = folder.toAbsolutePath();
        YamlValue value = new YamlParser(line -> Place.line(name, line, absolute)).parse(text);
        if (value.isNull()) {
            throw new InputException(name + ": is empty; a study has at least a name and a question");
        }
        if (!(value instanceof YamlValue.Mapping study)) {
            throw value.place().problem("a study must be keys with values, was " + value.shown());
        }
        study = RuleWord.spelledOut(study);
        for (String setting : settings) {
            study = RuleWord.spelledOut(Setting.parse(setting).applyTo(study));
        }
        return new StudyReader(study).study();
    }

    private static String textOf(Path file) {
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": is not text in UTF-8", e);
        } catch (IOException e) {
            String trouble = Files.isDirectory(file) ? "is a folder" : "cannot be read: " + e.getMessage();
            throw new InputException(file + ": " + trouble, e);
        }
    }

    private Study study() {
        Resolution resolution = new Resolution();
        Section root = Section.study(study, resolution);
        root.required("name", ValueType.Text.FILE_NAME);
        root.required("question", new ValueType.Prose());
        List<ServerAddress> servers = ServerReader.read(root);
        Combinations combinations = Combinations.of(study);
        List<String> draws = Chart.read(root, combinations.configurations());
        return new Study(
                resolution.value("name").toString(),
                resolution.value("question").toString(),
                servers,
                draws,
                combinations.first().configuration(),
                combinations.axes(),
                combinations.search().keys(),
                combinations.first().seeds(),
                combinations.runs(),
                StudyWriter.yaml(resolution, combinations),
                new KeyPlaces(study));
    }
}
