package org.noisescale.parameterserver.diagnosis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisescale.parameterserver.control.Token;
import org.noisescale.parameterserver.diagnosis.SharedMemoryCheck.Need;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.DatagramLength;
import org.noisescale.parameterserver.transport.ServerAddress;
import org.noisescale.parameterserver.transport.SharedMemory;

/**
 * What is looked at in any process that takes part in runs.
 *
 * @param workers of a run
 * @param shards of a run
 * @param servers to be reached from here
 * @param token that they ask for
 */
public record Checkup(int workers, int shards, List<ServerAddress> servers, Optional<Token> token) {
    /** Keeps a copy of the servers. */
    public Checkup {
        servers = List.copyOf(servers);
    }

    /** Looks at everything; takes a second, and three more for each server that is silent. */
    public List<Finding> findings() throws IOException, InterruptedException {
        ControlGroup group = ControlGroup.ofThisProcess();
        Need need = new Need(SharedMemory.bytes(workers, shards), SharedMemory.bytesOfSeries(workers, shards));
        List<Finding> findings = new ArrayList<>();
        FlagCheck flags = FlagCheck.measure();
        findings.add(flags.finding());
        findings.add(SharedMemoryCheck.measure(SharedMemory.folder(), need).finding());
        findings.add(MemoryCheck.measure(group, need.seriesBytes()).finding());
        findings.add(ProcessorCheck.measure(group).finding());
        findings.add(SocketBufferCheck.measure().finding());
        for (ServerAddress server : servers) {
            findings.addAll(wayTo(server, flags.missing().isEmpty()));
        }
        return findings;
    }

    private List<Finding> wayTo(ServerAddress server, boolean mayConnect) throws IOException, InterruptedException {
        NameCheck name = NameCheck.measure(server.host());
        List<Finding> findings = new ArrayList<>(List.of(name.finding()));
        if (!name.addresses().isEmpty() && mayConnect) {
            findings.add(reached(server));
            int length = DatagramLength.ofThisJvm();
            InetSocketAddress target = new InetSocketAddress(server.host(), server.port());
            findings.add(new DatagramCheck(server.toString(), length, PathProbe.ask(target, length)).finding());
        }
        return findings;
    }

    private Finding reached(ServerAddress server) throws InterruptedException {
        try (AeronNode node = AeronNode.open()) {
            return ServerCheck.measure(server, token, node).finding();
        }
    }
}
