package org.noisescale.driver.results;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.noisescale.parameterserver.checkpoint.Checkpoint;
import org.noisescale.parameterserver.control.Durability;
import org.noisescale.parameterserver.service.ArrivalBook;
import org.noisescale.parameterserver.service.Checkpointing;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/** What a run leaves behind as it goes on, and what another attempt, of this process or of a later one, finds of it. */
public interface RunJournal extends AutoCloseable {
    /** How the servers write the states of their shards down. */
    Checkpointing checkpointing();

    /**
     * Where the run can go on: the newest checkpoint that is whole, and up to which all steps are written down.
     *
     * @param isLast whether the run ends with a step, so that nothing can go on behind it
     * @param refused is told of every file that cannot be used, in one line
     */
    Checkpoint newest(Predicate<PastStep> isLast, Consumer<String> refused) throws IOException;

    /** The last step up to which all are written down, and behind which the run can go on. */
    long whole(Predicate<PastStep> isLast) throws IOException;

    /** The order of pushes that earlier attempts have decided, as far as it is written down; empty under bsp. */
    Optional<RecordedArrivals> decided() throws IOException;

    /** Writes down in which order pushes were dealt with, as far as that is new. */
    void keep(ArrivalBook pushes);

    /** How servers of their own write the states of their shards down, and find them again for this run alone. */
    Durability durability() throws IOException;

    /** Begins, or goes on behind a version: tells all steps up to it, and forgets what is written of those after it. */
    void begin(long version, Consumer<PastStep> past) throws IOException;

    /** Writes the next step down. */
    void write(StepRow row);

    /** Writes down what bounded a step. */
    void write(StepTiming timing);

    /** Writes down how far the statistics of a layer scatter. */
    void write(StatisticsRow row);

    @Override
    void close();

    /** Keeps nothing: another attempt begins anew. */
    static RunJournal none() {
        return new NoJournal();
    }
}
