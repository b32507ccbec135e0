package org.noisescale.parameterserver.diagnosis;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whether a name leads somewhere.
 *
 * @param addresses none if it does not
 * @param tookMs how long that took to find out
 */
record NameCheck(String host, List<String> addresses, long tookMs) {
    private static final String SUBJECT = "name";
    /** Aeron asks again every few seconds, and all messages wait meanwhile. */
    private static final long SLOW_MS = 500;

    static NameCheck measure(String host) {
        long beganNs = System.nanoTime();
        List<String> addresses = addresses(host);
        return new NameCheck(host, addresses, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs));
    }

    private static List<String> addresses(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (UnknownHostException nobody) {
            return List.of();
        }
    }

    Finding finding() {
        if (addresses.isEmpty()) {
            return Finding.wrong(
                    SUBJECT,
                    host + " is not known (after " + tookMs + " ms)",
                    "give a name that DNS knows; of a pod of a StatefulSet it is POD.SERVICE, or POD.SERVICE.NAMESPACE from another"
                            + " name space, and the Service must be headless");
        }
        String measured = host + " is " + String.join(", ", addresses) + " (after " + tookMs + " ms)";
        return tookMs <= SLOW_MS
                ? Finding.good(SUBJECT, measured)
                : Finding.slow(SUBJECT, measured, "look after the DNS of this machine, or write the address");
    }
}
