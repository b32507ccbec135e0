package org.noisescale.driver.job;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisescale.driver.results.Build;
import org.noisescale.parameterserver.transport.AeronNode;

/** The flags of the executors' JVMs: what every JVM of ours needs, what the user gave, and how this JVM transports. */
final class ExecutorFlags {
    private ExecutorFlags() {}

    /** Completes what the user gave; where both say the same thing, the user's comes last and holds. */
    static String of(String given) {
        String ours = Build.current().jvmFlags();
        String needed = given.contains(ours) ? "" : ours;
        return Stream.of(needed, transport(), given)
                .filter(flags -> !flags.isBlank())
                .collect(Collectors.joining(" "))
                .strip();
    }

    private static String transport() {
        return AeronNode.PROPERTIES.stream()
                .flatMap(name -> Optional.ofNullable(System.getProperty(name)).map(value -> flag(name, value)).stream())
                .collect(Collectors.joining(" "));
    }

    /** Quoted, because Spark splits flags at blanks as a shell does. */
    private static String flag(String name, String value) {
        return "\"-D" + name + "=" + value + "\"";
    }
}
