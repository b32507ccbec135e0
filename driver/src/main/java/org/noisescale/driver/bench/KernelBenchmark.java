package org.noisescale.driver.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The time of one pass, in nanoseconds. Not final, since JMH derives classes from it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBenchmark {
    @Param("copy")
    String kernel = Memory.COPY;

    @Param("CACHED")
    String memory = Memory.CACHED.name();

    private KernelPass pass = () -> 0;

    /** Makes the vector. */
    @Setup
    public void prepare() {
        pass = Memory.valueOf(memory).pass(kernel);
    }

    /** One pass. */
    @Benchmark
    public float pass() {
        return pass.run();
    }
}
