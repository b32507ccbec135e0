package org.noisescale.driver.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.noisescale.parameterserver.transport.AeronNode;

/**
 * Measures training steps of reference networks in batches; after each batch, while the workers are idle, as many steps
 * of DL4J's own {@code fit} in this JVM.
 */
public final class StepBench {
    /** How many steps at either end of a run are compared. */
    static final int END = 500;

    /** How many steps a network makes at a time. */
    static final int BATCH = 100;

    private static final int WARM_UP_BATCHES = 5;

    private final Placement placement;
    private final Consumer<String> progress;

    /**
     * A bench that has measured nothing yet.
     *
     * @param progress is told what is measured next
     */
    public StepBench(Placement placement, Consumer<String> progress) {
        this.placement = placement;
        this.progress = progress;
    }

    /** What starts a worker. */
    @FunctionalInterface
    public interface Placement {
        /**
         * The command line of a worker's process, from the main class on.
         *
         * @param folder of this JVM's media driver
         */
        List<String> command(StepPlan plan, int rank, String folder);
    }

    /** Measures each plan by itself for so many steps, to be rounded up to whole batches. */
    public StepReport run(List<StepPlan> plans, int steps) {
        return StepReport.ofSingle(plans.stream()
                .flatMap(plan -> together(List.of(plan), steps).stream())
                .toList());
    }

    /**
     * The same with a batch of each plan after one of the others, each time in the opposite order, so that what else
     * the machine does meets all. Each is slower than by itself, since the others' threads and memory are there too.
     */
    public StepReport runInTurn(List<StepPlan> plans, int steps) {
        return StepReport.ofNeighbours(together(plans, steps));
    }

    private List<StepResult> together(List<StepPlan> plans, int steps) {
        try (AeronNode node = AeronNode.open()) {
            List<StepSide> sides = new ArrayList<>();
            try {
                for (StepPlan plan : plans) {
                    progress.accept(plan.name());
                    StepSide side = new StepSide(plan, node);
                    sides.add(side);
                    side.startWorkers(placement, node);
                }
                measure(sides, (steps + BATCH - 1) / BATCH);
                return sides.stream().map(StepSide::end).toList();
            } finally {
                CloseHelper.closeAll(sides);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void measure(List<StepSide> sides, int batches) throws IOException {
        List<StepSide> order = new ArrayList<>(sides);
        for (int batch = -WARM_UP_BATCHES; batch < batches; batch++) {
            for (StepSide side : order) {
                side.batch(BATCH, batch >= 0);
            }
            Collections.reverse(order);
        }
    }
}
