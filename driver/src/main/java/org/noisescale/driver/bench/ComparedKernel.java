package org.noisescale.driver.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Loops of a shard that do more than others do: what the difference costs. */
interface ComparedKernel {
    /** Every one that is measured. */
    List<ComparedKernel> ALL = Stream.<List<? extends ComparedKernel>>of(SumKernel.ALL, MeasuredKernel.ALL)
            .<ComparedKernel>flatMap(List::stream)
            .toList();

    /** The one of this name. */
    static Optional<ComparedKernel> find(String name) {
        return ALL.stream().filter(kernel -> kernel.name().equals(name)).findFirst();
    }

    /** What it is called. */
    String name();

    /** The kernel that does less; empty if there is none. */
    String beside();

    /** What is read, and what is written. */
    int bytesPerParameter();

    /** The pass over a vector that lies in chunks. */
    KernelPass pass(int chunkCount, int chunkLength);
}
