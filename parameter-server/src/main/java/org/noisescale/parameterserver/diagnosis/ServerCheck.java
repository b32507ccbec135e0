package org.noisescale.parameterserver.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.noisescale.parameterserver.control.ServerLinks;
import org.noisescale.parameterserver.control.ServerRefusedException;
import org.noisescale.parameterserver.control.Token;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.ServerAddress;

/**
 * Whether a server can be reached by UDP, and lets this process in: what a driver says to it first, both ways.
 *
 * @param shards how many it gives to a run; empty if it did not answer
 * @param trouble why not
 */
record ServerCheck(ServerAddress server, Optional<Integer> shards, String trouble, long tookMs) {
    private static final String SUBJECT = "server";

    static ServerCheck measure(ServerAddress server, Optional<Token> token, AeronNode node)
            throws InterruptedException {
        long beganNs = System.nanoTime();
        try (ServerLinks links = ServerLinks.connect(List.of(server), token, node)) {
            return new ServerCheck(server, Optional.of(links.shardCount()), "", since(beganNs));
        } catch (RunAbortedException | ServerRefusedException refused) {
            return new ServerCheck(server, Optional.empty(), String.valueOf(refused.getMessage()), since(beganNs));
        }
    }

    private static long since(long beganNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
    }

    Finding finding() {
        if (shards.isPresent()) {
            String offered = shards.get() == 1 ? "1 shard" : shards.get() + " shards";
            return Finding.good(
                    SUBJECT, server + " answers by UDP after " + tookMs + " ms, with " + offered + " for each run");
        }
        return Finding.wrong(
                SUBJECT,
                trouble,
                "see that it runs and that firewalls and NetworkPolicies let UDP " + server.port() + " and "
                        + (server.port() + 1) + " through to it");
    }
}
