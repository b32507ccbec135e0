package org.noisescale.driver.job;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.noisescale.driver.study.InputException;

/**
 * The machines in the URL of a standalone master, {@code spark://host:port,host:port}. Spark itself knocks at a door
 * that does not exist for a minute, and then says so in a log.
 */
final class MasterAddresses {
    private static final String SCHEME = "spark://";
    private static final int PATIENCE_MS = 5_000;

    private MasterAddresses() {}

    /** Throws {@link InputException} if the URL names standalone masters and none of them can be reached. */
    static void requireOneReachable(String url) {
        if (!url.startsWith(SCHEME)) {
            return;
        }
        if (addresses(url).stream().noneMatch(address -> isReachable(url, address))) {
            throw new InputException(
                    "--master " + url + ": nobody answers there; start Spark's master, or mend the URL");
        }
    }

    /**
     * Whether only this machine can reach the masters; then all executors are here, and reach the driver as they do.
     */
    static boolean areLoopback(String url) {
        return url.startsWith(SCHEME)
                && addresses(url).stream().allMatch(address -> address.matches("(127\\.[0-9.]+|localhost):[0-9]+"));
    }

    private static List<String> addresses(String url) {
        return Arrays.asList(url.substring(SCHEME.length()).split(",", -1));
    }

    private static boolean isReachable(String url, String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new InputException("--master " + url + ": must be spark://host:port");
        }
        try (Socket socket = new Socket()) {
            String host = address.substring(0, colon);
            socket.connect(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), PATIENCE_MS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }
}
