package org.noisescale.driver.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this build was made of, written down by Maven. */
public final class Build {
    private static final String RESOURCE = "/org/noisescale/driver/build.properties";

    private final Properties properties;

    private Build(Properties properties) {
        this.properties = properties;
    }

    /** The build that this code belongs to. */
    public static Build current() {
        Properties properties = new Properties();
        try (InputStream stream = Build.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(properties);
    }

    /** The version of Noisescale. */
    public String version() {
        return property("noisescale");
    }

    /** The version of Deeplearning4j and ND4J. */
    public String deeplearningVersion() {
        return property("deeplearning4j");
    }

    /** The version of Aeron. */
    public String aeronVersion() {
        return property("aeron");
    }

    /** The flags that every JVM of ours needs, separated by blanks. */
    public String jvmFlags() {
        return property("jvm.args");
    }

    private String property(String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalStateException(RESOURCE + " lacks " + key);
        }
        return value;
    }
}
