package org.noisescale.driver.study;

import java.util.List;
import java.util.Optional;
import org.noisescale.parameterserver.transport.ServerAddress;

/** Reads the key {@code server}. */
final class ServerReader {
    private static final int SERVERS_MAX = 64;

    private ServerReader() {}

    /** The servers that the study names, in order; throws {@link InputException}. */
    static List<ServerAddress> read(Section study) {
        List<ServerAddress> servers = study.list("server", List.of(), new Address());
        boolean different = servers.stream().distinct().count() == servers.size();
        if (servers.size() > SERVERS_MAX || !different) {
            throw study.problem(
                    List.of("server"), "server must be at most " + SERVERS_MAX + " different ones, was " + servers);
        }
        return servers;
    }

    /** {@code HOST:PORT}. */
    private record Address() implements ValueType<ServerAddress> {
        @Override
        public String words() {
            return "HOST:PORT with a port from 1 to " + ServerAddress.PORT_MAX;
        }

        @Override
        public Optional<ServerAddress> find(YamlValue.Scalar scalar) {
            return ServerAddress.find(scalar.text());
        }

        @Override
        public Object written(ServerAddress value) {
            return value.toString();
        }
    }
}
