package org.noisescale.parameterserver.control;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.synchronization.ArrivalLog;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/**
 * The order of pushes that a run follows, for the server with the first shard, which tells the others.
 *
 * @param kind whether there is one, and whether the run goes on behind its end
 * @param log the records of an {@link ArrivalLog} in Base64
 */
record OrderCode(Kind kind, String rule, int workers, long updates, String log) {
    /** That of arrival. */
    static final OrderCode NONE = new OrderCode(Kind.NONE, "", 0, 0, "");

    /** Which part of a run is known. */
    enum Kind {
        NONE,
        BEGINNING,
        WHOLE
    }

    /** Checks that the log can be followed. */
    OrderCode {
        ArrivalLog.read(Base64.getDecoder().decode(log), (worker, staleness, admitted, timeNs) -> {
            if (worker >= workers) {
                throw new IllegalArgumentException("the log of arrivals names worker " + worker + " of " + workers);
            }
        });
    }

    /** The code of an order; null for that of arrival. */
    static OrderCode of(@Nullable RecordedArrivals followed) {
        if (followed == null) {
            return NONE;
        }
        return new OrderCode(
                followed.isWhole() ? Kind.WHOLE : Kind.BEGINNING,
                followed.rule(),
                followed.workers(),
                followed.updates(),
                Base64.getEncoder().encodeToString(followed.log()));
    }

    /** The order; null for that of arrival. */
    @Nullable
    RecordedArrivals followedOrNull() {
        byte[] records = Base64.getDecoder().decode(log);
        return switch (kind) {
            case NONE -> null;
            case BEGINNING -> RecordedArrivals.ofBeginning(rule, workers, updates, records);
            case WHOLE -> new RecordedArrivals(rule, workers, updates, records);
        };
    }
}
