package org.noisescale.driver.job;

import java.util.List;
import org.noisescale.driver.study.InputException;

/**
 * The flags without which a JVM cannot train. Our own scripts set them; an application that brings its own Spark has
 * to, and Java's complaint would name neither the flag nor the place where it belongs.
 */
final class JvmFlags {
    private static final List<String> OPENED = List.of("jdk.internal.misc", "sun.nio.ch");

    private JvmFlags() {}

    /** Checks this JVM, in which the driver runs. */
    static void requireOnDriver() {
        require("the driver", "to its java command, or in spark.driver.extraJavaOptions");
    }

    /** Checks this JVM, in which an executor runs. */
    static void requireOnExecutor() {
        require("an executor", "in spark.executor.extraJavaOptions");
    }

    private static void require(String who, String where) {
        List<String> missing = OPENED.stream()
                .filter(name -> !Object.class.getModule().isOpen(name, JvmFlags.class.getModule()))
                .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                .toList();
        if (!missing.isEmpty()) {
            throw new InputException(who + "'s JVM lacks " + String.join(" ", missing) + "; give it " + where);
        }
    }
}
