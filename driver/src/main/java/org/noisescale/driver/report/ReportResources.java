package org.noisescale.driver.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** What the report is made of: our own template, style and script, and ECharts from its WebJar. */
final class ReportResources {
    private static final String COORDINATES = "/META-INF/maven/org.webjars/echarts/pom.properties";
    private static final String LIBRARY = "/META-INF/resources/webjars/echarts/";

    private ReportResources() {}

    /** A file of our own. */
    static String text(String name) {
        return read("/report/" + name);
    }

    /** The minified script of ECharts, of whichever version stands on the class path. */
    static String chartingLibrary() {
        try (InputStream coordinates = open(COORDINATES)) {
            Properties properties = new Properties();
            properties.load(coordinates);
            return read(LIBRARY + properties.getProperty("version") + "/echarts.min.js");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String resource) {
        try (InputStream stream = open(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream stream = ReportResources.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("the class path lacks " + resource);
        }
        return stream;
    }
}
