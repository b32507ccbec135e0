package org.noisescale.driver.job;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** The names and addresses of this machine, or of this container: what is beside it has others. */
final class LocalHosts {
    private LocalHosts() {}

    /** Whether a name or address leads back here. */
    static boolean includes(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException nobody) {
            return false;
        }
    }
}
