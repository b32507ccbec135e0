package org.noisescale.driver.results;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.noisescale.parameterserver.checkpoint.Checkpoint;
import org.noisescale.parameterserver.control.Durability;
import org.noisescale.parameterserver.service.ArrivalBook;
import org.noisescale.parameterserver.service.Checkpointing;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/** Keeps nothing. */
final class NoJournal implements RunJournal {
    @Override
    public Checkpointing checkpointing() {
        return Checkpointing.NONE;
    }

    @Override
    public Checkpoint newest(Predicate<PastStep> isLast, Consumer<String> refused) {
        return Checkpoint.START;
    }

    @Override
    public long whole(Predicate<PastStep> isLast) {
        return 0;
    }

    @Override
    public Optional<RecordedArrivals> decided() {
        return Optional.empty();
    }

    @Override
    public void keep(ArrivalBook pushes) {}

    @Override
    public Durability durability() {
        return Durability.NONE;
    }

    @Override
    public void begin(long version, Consumer<PastStep> past) {}

    @Override
    public void write(StepRow row) {}

    @Override
    public void write(StepTiming timing) {}

    @Override
    public void write(StatisticsRow row) {}

    @Override
    public void close() {}
}
