package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.noisescale.driver.cluster.ClusterProcess;
import org.noisescale.driver.cluster.LocalCluster;

/** The processes of a cluster, a line each. */
final class ClusterTable {
    private ClusterTable() {}

    /** Prints them; true if all are alive. */
    static boolean print(LocalCluster cluster, PrintWriter out) {
        List<ClusterProcess> processes = cluster.processes();
        int width = processes.stream()
                .mapToInt(process -> process.name().length())
                .max()
                .orElse(1);
        boolean complete = true;
        for (ClusterProcess process : processes) {
            Optional<ProcessHandle> program = process.program();
            boolean alive = program.isPresent();
            String url = process.name().equals("master") ? "  " + cluster.master() : "";
            out.printf(
                    "%-" + width + "s  %-5s  pid %d%s%n",
                    process.name(),
                    alive ? "alive" : "gone",
                    program.map(ProcessHandle::pid).orElse(process.pid()),
                    url);
            complete &= alive;
        }
        return complete;
    }
}
