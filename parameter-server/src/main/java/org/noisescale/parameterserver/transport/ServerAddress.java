package org.noisescale.parameterserver.transport;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a party takes UDP messages.
 *
 * @param host a name, an IPv4 address or an IPv6 address in brackets
 * @param port the first of {@link RunChannels#PORTS} consecutive UDP ports
 */
public record ServerAddress(String host, int port) implements Serializable {
    /** The highest first port. */
    public static final int PORT_MAX = (1 << 16) - RunChannels.PORTS;

    private static final long serialVersionUID = 1;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.%]{2,60}]");
    private static final Pattern TEXT = Pattern.compile("(" + HOST + "):([0-9]{1,5})");

    /** Checks both, because they become parts of channels. */
    public ServerAddress {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host must be a name or an address, was " + host);
        }
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("port must be in [1, " + PORT_MAX + "], was " + port);
        }
    }

    /** The address that {@code HOST:PORT} spells; nothing if it spells none. */
    public static Optional<ServerAddress> find(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(2));
        return port < 1 || port > PORT_MAX ? Optional.empty() : Optional.of(new ServerAddress(matcher.group(1), port));
    }

    /** The same host, so many ports further. */
    String plus(int ports) {
        return host + ":" + (port + ports);
    }

    @Override
    public String toString() {
        return plus(0);
    }
}
