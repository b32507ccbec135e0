package org.noisescale.parameterserver.diagnosis;

import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The modules of the Java that a process runs on. One that was cut down for something else may lack some. */
public final class JavaModules {
    /** What a server and its libraries use. */
    public static final List<String> OF_A_SERVER = List.of(
            "java.base",
            "java.desktop",
            "java.logging",
            "java.management",
            "java.naming",
            "java.rmi",
            "java.scripting",
            "java.sql",
            "java.xml",
            "jdk.httpserver",
            "jdk.management",
            "jdk.unsupported");

    /** What a driver, Spark and their libraries use beyond that; Spark starts executors with the one of vectors. */
    private static final List<String> FURTHER_OF_A_DRIVER = List.of(
            "java.compiler",
            "java.datatransfer",
            "java.instrument",
            "java.management.rmi",
            "java.net.http",
            "java.prefs",
            "java.security.jgss",
            "java.security.sasl",
            "java.sql.rowset",
            "java.transaction.xa",
            "java.xml.crypto",
            "jdk.incubator.vector",
            "jdk.security.auth",
            "jdk.security.jgss");

    private JavaModules() {}

    /** What a driver, Spark and their libraries use: all of Java SE, and a few of the JDK. */
    public static List<String> ofADriver() {
        List<String> all = new ArrayList<>(OF_A_SERVER);
        all.addAll(FURTHER_OF_A_DRIVER);
        return all;
    }

    /** What a human has to be told, if this Java lacks any of them. */
    public static Optional<String> complaint(List<String> needed) {
        ModuleFinder system = ModuleFinder.ofSystem();
        List<String> missing =
                needed.stream().filter(name -> system.find(name).isEmpty()).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the Java in " + System.getProperty("java.home") + " lacks the modules "
                        + String.join(", ", missing) + "; set JAVA_HOME to a runtime that is whole");
    }
}
