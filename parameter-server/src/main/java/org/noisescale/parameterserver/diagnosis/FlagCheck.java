package org.noisescale.parameterserver.diagnosis;

import java.util.List;

/**
 * Whether this JVM has the flags that Aeron needs.
 *
 * @param missing those that it lacks
 * @param nameSeconds how long it takes names for granted; negative for ever, empty where nobody says so
 */
record FlagCheck(List<String> missing, int nameSeconds) {
    private static final String SUBJECT = "JVM flags";
    private static final List<String> OPENED = List.of("jdk.internal.misc", "sun.nio.ch");
    private static final String NAMES = "sun.net.inetaddr.ttl";
    /** Java's own choice. */
    private static final int NAME_SECONDS = 30;
    /** Within which a pod that has moved is to be found again. */
    private static final int NAME_SECONDS_MAX = 10;

    static FlagCheck measure() {
        List<String> missing = OPENED.stream()
                .filter(name -> !Object.class.getModule().isOpen(name, FlagCheck.class.getModule()))
                .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                .toList();
        return new FlagCheck(missing, Integer.getInteger(NAMES, NAME_SECONDS));
    }

    Finding finding() {
        if (!missing.isEmpty()) {
            return Finding.wrong(
                    SUBJECT,
                    "lacks " + String.join(" ", missing),
                    "start it with bin/noisescale, or give java what stands in conf/jvm.options");
        }
        if (nameSeconds < 0 || nameSeconds > NAME_SECONDS_MAX) {
            return Finding.slow(
                    SUBJECT,
                    "names are taken for granted " + (nameSeconds < 0 ? "for ever" : "for " + nameSeconds + " s")
                            + ": a pod that moves is not found",
                    "give java -D" + NAMES + "=5");
        }
        return Finding.good(SUBJECT, "all there; names are looked up every " + nameSeconds + " s");
    }
}
