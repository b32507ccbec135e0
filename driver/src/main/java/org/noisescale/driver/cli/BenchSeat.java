package org.noisescale.driver.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisescale.parameterserver.transport.AeronNode;
import picocli.CommandLine.Option;

/** The place of a worker that a bench starts in a process of its own; orders come in on the standard input. */
final class BenchSeat {
    @Option(names = "--workers", required = true)
    private int workers;

    @Option(names = "--shards", required = true)
    private int shards;

    @Option(names = "--run", required = true)
    private int run;

    @Option(names = "--rank", required = true)
    private int rank;

    @Option(names = "--media-driver", required = true)
    private String folder = "";

    /** Who a worker is among whom. */
    record Place(int workers, int shards, int run, int rank) {}

    Place place() {
        return new Place(workers, shards, run, rank);
    }

    /** A share in the bench's media driver. */
    AeronNode openNode() {
        return AeronNode.open(Path.of(folder));
    }

    static BufferedReader orders() {
        return new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    }

    /**
     * The command line of such a process, from the main class on.
     *
     * @param command whose options besides these are {@code others}
     */
    static List<String> arguments(String command, List<String> others, Place place, String folder) {
        List<String> arguments = new ArrayList<>(List.of(Main.class.getName(), "bench", command));
        arguments.addAll(others);
        arguments.addAll(List.of(
                "--workers=" + place.workers,
                "--shards=" + place.shards,
                "--run=" + place.run,
                "--rank=" + place.rank,
                "--media-driver=" + folder));
        return arguments;
    }
}
