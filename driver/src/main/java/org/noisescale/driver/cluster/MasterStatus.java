package org.noisescale.driver.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Spark's master says of itself on its web page. */
final class MasterStatus {
    private static final Pattern WORKERS = Pattern.compile("\"aliveworkers\"\\s*:\\s*([0-9]{1,9})");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final HttpRequest request;

    MasterStatus(String host, int port) {
        request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/json/"))
                .timeout(PATIENCE)
                .build();
    }

    /** How many workers have registered; −1 while the master does not answer. */
    int workers() throws InterruptedException {
        try {
            Matcher matcher = WORKERS.matcher(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
        } catch (IOException notYet) {
            return -1;
        }
    }
}
