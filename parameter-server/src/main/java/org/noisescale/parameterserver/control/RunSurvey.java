package org.noisescale.parameterserver.control;

import java.util.List;
import java.util.stream.Stream;

/**
 * What all servers together have of a run.
 *
 * @param versions those that are whole on all of them, the newest first
 * @param refused a line for each file that cannot be used, with the server's name
 * @param forgetful the names of the servers that keep no checkpoints
 */
public record RunSurvey(List<Long> versions, List<String> refused, List<String> forgetful) {
    /** Copies the lists. */
    public RunSurvey {
        versions = List.copyOf(versions);
        refused = List.copyOf(refused);
        forgetful = List.copyOf(forgetful);
    }

    /** The newest version up to a limit; 0 if there is none. */
    public long newest(long versionMax) {
        return versions.stream()
                .filter(version -> version <= versionMax)
                .findFirst()
                .orElse(0L);
    }

    /** What one server has. */
    static RunSurvey of(String server, Holdings holdings) {
        return new RunSurvey(
                holdings.versions(),
                holdings.refused().stream().map(line -> server + ": " + line).toList(),
                holdings.kept() ? List.of() : List.of(server));
    }

    /** The same of two. */
    RunSurvey with(RunSurvey other) {
        return new RunSurvey(
                versions.stream().filter(other.versions::contains).toList(),
                Stream.concat(refused.stream(), other.refused.stream()).toList(),
                Stream.concat(forgetful.stream(), other.forgetful.stream()).toList());
    }
}
