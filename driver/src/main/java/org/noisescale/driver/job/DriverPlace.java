package org.noisescale.driver.job;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisescale.driver.study.InputException;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.ServerAddress;
import org.noisescale.parameterserver.transport.UdpPorts;

/**
 * Where this process takes UDP from workers and servers.
 *
 * @param host a name or address of this machine as they see it; empty for the one that Spark tells its executors
 * @param ports among which each run takes consecutive ones; empty for any
 */
public record DriverPlace(Optional<String> host, Optional<Ports> ports) {
    /** Wherever there is room. */
    public static final DriverPlace ANY = new DriverPlace(Optional.empty(), Optional.empty());

    /** A range of UDP ports, both ends included. */
    public record Ports(int first, int last) {
        private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

        /** Reads {@code 4700-4720}, or {@code 4700} for that and the next ones that a run needs. */
        public static Ports of(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (matcher.matches()) {
                int first = Integer.parseInt(matcher.group(1));
                int last =
                        matcher.group(2) == null ? first + RunChannels.PORTS - 1 : Integer.parseInt(matcher.group(2));
                if (first >= 1 && last - first >= RunChannels.PORTS - 1 && last < 1 << 16) {
                    return new Ports(first, last);
                }
            }
            throw new InputException("--port must be UDP ports from 1 to 65535, such as 4700-4720, at least "
                    + RunChannels.PORTS + " of them, was " + text);
        }
    }

    /** Whether the user has chosen anything. */
    boolean isChosen() {
        return host.isPresent() || ports.isPresent();
    }

    /** The address for a run; throws {@link InputException} if that cannot be had. */
    ServerAddress address(String hostOtherwise) {
        String name = host.orElse(hostOtherwise);
        try {
            OptionalInt free = ports.isEmpty()
                    ? UdpPorts.findFree(name, RunChannels.PORTS)
                    : UdpPorts.findFree(
                            name,
                            RunChannels.PORTS,
                            ports.get().first(),
                            ports.get().last());
            return new ServerAddress(name, free.orElseThrow(() -> new InputException(taken(name))));
        } catch (IOException e) {
            throw new InputException(
                    "--host " + name + ": this machine cannot take UDP there (" + e.getMessage() + ")", e);
        } catch (IllegalArgumentException e) {
            throw new InputException("--host " + name + ": " + e.getMessage(), e);
        }
    }

    private String taken(String name) {
        return ports.map(range -> "--port " + range.first() + "-" + range.last() + ": no ")
                        .orElse("no ") + RunChannels.PORTS + " consecutive UDP ports are free on " + name;
    }
}
