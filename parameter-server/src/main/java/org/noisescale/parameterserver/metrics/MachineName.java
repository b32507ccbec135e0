package org.noisescale.parameterserver.metrics;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What others may call this machine, where a process listens at all of its addresses. */
public final class MachineName {
    private static final String HERE = "localhost";

    private MachineName() {}

    /** The machine's own name, if it leads somewhere; {@code localhost} otherwise. */
    public static String find() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return HERE;
        }
    }
}
