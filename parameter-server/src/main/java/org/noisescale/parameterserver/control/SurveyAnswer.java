package org.noisescale.parameterserver.control;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.noisescale.parameterserver.control.ControlFrames.RefusalCause;

/** The answer to a client's question about checkpoints, as soon as it is there. */
record SurveyAnswer(long request, CompletableFuture<Holdings> holdings) {
    private static final PlanCodec<Holdings> CODEC = new PlanCodec<>(Holdings.class);

    boolean isThere() {
        return holdings.isDone();
    }

    /** What to say to the client. */
    byte[] frame(ControlFrames frames) {
        try {
            return frames.holdings(request, CODEC.encode(holdings.join()));
        } catch (CompletionException e) {
            return frames.refusal(request, RefusalCause.FINAL, Reasons.of(e.getCause()));
        }
    }
}
