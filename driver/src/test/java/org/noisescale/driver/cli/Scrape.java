package org.noisescale.driver.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process told Prometheus at one moment.
 *
 * @param address HOST:PORT
 * @param series values by name and labels, as they are written
 */
record Scrape(String address, Map<String, Double> series, String targets, boolean isReady) {
    /** Nothing was told. */
    static final Scrape NONE = new Scrape("", Map.of(), "", false);

    private static final Pattern URL_TEXT = Pattern.compile("http://([^/\\s]+)/metrics");

    /** Asks the process whose address follows some words in a text. */
    static Scrape announcedIn(String text, String words) {
        Matcher url = URL_TEXT.matcher(text);
        if (!url.find(text.indexOf(words))) {
            throw new AssertionError("no address after \"" + words + "\" in: " + text);
        }
        String address = url.group(1);
        Map<String, Double> series = new HashMap<>();
        read(address, "/metrics").lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int blank = line.lastIndexOf(' ');
            series.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
        });
        return new Scrape(
                address,
                series,
                read(address, "/targets"),
                read(address, "/ready").equals("ready\n"));
    }

    /** Whether a process that announces itself with some words has done a step. */
    static boolean isWorking(DriverProcess driver, String words) {
        try {
            Scrape scrape = announcedIn(driver.output(), words);
            return scrape.labels("noisescale_executor_steps_total").stream().anyMatch(steps -> scrape.value(steps) > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer, or nothing where the status is not that of success. */
    private static String read(String address, String path) {
        try (var stream = new URL(URI.create("http://" + address + path).toString()).openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException refused) {
            if (path.equals("/metrics")) {
                throw new UncheckedIOException(refused);
            }
            return "";
        }
    }

    /** Both together; their labels differ. */
    Scrape and(Scrape other) {
        Map<String, Double> all = new HashMap<>(series);
        all.putAll(other.series);
        return new Scrape(address, all, targets, isReady);
    }

    double value(String name) {
        Double value = series.get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " among " + series.keySet());
        }
        return value;
    }

    /** The labels of all series of a name. */
    List<String> labels(String name) {
        return series.keySet().stream()
                .filter(key -> key.startsWith(name + "{"))
                .toList();
    }

    /** The series with these labels. */
    Series of(String labels) {
        return name -> value(name + "{" + labels + "}");
    }

    /** Values by name. */
    @FunctionalInterface
    interface Series {
        double value(String name);
    }
}
