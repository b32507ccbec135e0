package org.noisescale.driver.job;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.noisescale.driver.study.InputException;

/** The name that this machine has for itself, by which Spark looks up the address it takes messages at. */
final class OwnName {
    private static final String ADDRESS_VARIABLE = "SPARK_LOCAL_IP";

    private OwnName() {}

    /** How a machine finds its own address. */
    @FunctionalInterface
    interface Lookup {
        InetAddress address() throws UnknownHostException;
    }

    /**
     * Throws {@link InputException} if Spark would find no address.
     *
     * @param environment of this process, which may give Spark one
     */
    static void requireResolved(Map<String, String> environment, Lookup lookup) {
        if (environment.containsKey(ADDRESS_VARIABLE)) {
            return;
        }
        try {
            lookup.address();
        } catch (UnknownHostException e) {
            throw new InputException(
                    "this machine's own name has no address (" + e.getMessage() + "), and Spark needs one; add the name"
                            + " to /etc/hosts, or set " + ADDRESS_VARIABLE + "=127.0.0.1 if all workers are here",
                    e);
        }
    }
}
