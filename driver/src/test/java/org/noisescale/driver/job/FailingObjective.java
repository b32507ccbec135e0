package org.noisescale.driver.job;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.noisescale.parameterserver.moments.StatisticsExchange;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.worker.dataset.EpochAuditReport;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.objective.WorkerShare;

/** What workers compute, but something happens on the way. */
record FailingObjective(ObjectivePlan plan, Moment moment, Trouble trouble) implements ObjectivePlan {
    private static final long serialVersionUID = 1;

    /** When it happens. */
    enum Moment {
        BEFORE_JOINING,
        BEFORE_THE_FIRST_PUSH,
        BETWEEN_PUSHES,
        SOME_STEPS_LATER,
        /** In the middle of a forward pass, of a network with two layers that share statistics. */
        BETWEEN_LAYERS_FORWARD,
        /** In the middle of a backward pass of such a network. */
        BETWEEN_LAYERS_BACKWARD,
        EVALUATING,
        LEAVING
    }

    /** What happens. */
    interface Trouble extends Serializable {
        /** May be called again after it has happened, and by several workers. */
        void happen();
    }

    /** One worker fails, so many times in all; all workers are threads of this JVM. */
    enum Failure implements Trouble {
        LOST,
        WRONG;

        /** How many are still to come. */
        static final AtomicInteger LEFT = new AtomicInteger();

        @Override
        public void happen() {
            if (LEFT.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw this == LOST
                        ? new RunAbortedException("lost on purpose")
                        : new IllegalStateException("wrong on purpose");
            }
        }
    }

    /**
     * A process is killed by the system, once.
     *
     * @param marker a file that is made when it happens
     * @param victim the process, or {@link #SELF}, or with a minus the one whose child is meant, whichever that is then
     */
    record Kill(String marker, long victim) implements Trouble {
        /** The worker's own process, whichever that is. */
        static final long SELF = 0;

        private static final long serialVersionUID = 1;

        @Override
        public void happen() {
            once(marker, () -> List.of("kill", "-KILL", pid(victim)));
        }
    }

    /**
     * A process falls silent, once: it is stopped, which nobody is told. Some seconds later it is killed, so that it is
     * replaced at once.
     *
     * @param marker a file that is made when it happens
     * @param victim as for {@link Kill}
     */
    record Silence(String marker, long victim) implements Trouble {
        private static final long serialVersionUID = 1;
        private static final String SCRIPT = "kill -STOP $0; sleep 4; kill -KILL $0";

        @Override
        public void happen() {
            once(marker, () -> List.of("sh", "-c", SCRIPT, pid(victim)));
        }
    }

    private static String pid(long victim) {
        if (victim >= 0) {
            return String.valueOf(victim == Kill.SELF ? ProcessHandle.current().pid() : victim);
        }
        return ProcessHandle.of(-victim)
                .flatMap(keeper -> keeper.children().findFirst())
                .map(child -> String.valueOf(child.pid()))
                .orElseThrow();
    }

    /**
     * Processes are stopped for a second, one after the other, as a laptop that is closed or a machine that swaps does
     * it.
     *
     * @param marker a file that is made when it happens
     */
    record Pause(String marker, List<Long> victims) implements Trouble {
        private static final long serialVersionUID = 1;
        private static final String SCRIPT =
                "for each in \"$@\"; do kill -STOP $each; sleep 1; kill -CONT $each; sleep 0.3; done";

        @Override
        public void happen() {
            Stream<String> command = Stream.of("sh", "-c", SCRIPT, "pause");
            once(
                    marker,
                    () -> Stream.concat(command, victims.stream().map(String::valueOf))
                            .toList());
        }
    }

    /** Whoever comes second may find that the victim is no more. */
    private static void once(String marker, Supplier<List<String>> command) {
        try {
            Files.createFile(Path.of(marker));
            new ProcessBuilder(command.get()).start().waitFor();
        } catch (FileAlreadyExistsException done) {
            // Whoever came first has done it.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a run does otherwise, with trouble at a moment. */
    static RunRevision revision(Moment moment, Trouble trouble) {
        return new RunRevision() {
            @Override
            public ObjectivePlan objective(ObjectivePlan planned) {
                return new FailingObjective(planned, moment, trouble);
            }
        };
    }

    /** Several things, each at its own moment. */
    static RunRevision revision(List<RunRevision> happenings) {
        return new RunRevision() {
            @Override
            public ObjectivePlan objective(ObjectivePlan planned) {
                ObjectivePlan revised = planned;
                for (RunRevision each : happenings) {
                    revised = each.objective(revised);
                }
                return revised;
            }
        };
    }

    private void happen(Moment now) {
        if (now == moment) {
            trouble.happen();
        }
    }

    @Override
    public InitialModel initialModel() {
        return plan.initialModel();
    }

    @Override
    public Objective open(WorkerShare share) {
        happen(Moment.BEFORE_JOINING);
        return new Failing(this, plan.open(share), share.range().first());
    }

    /** One worker's. */
    private record Failing(FailingObjective script, Objective right, int first) implements Objective {
        private static final int STEP = 13;
        private static final int LATER_STEP = 20;
        private static final int SECOND_LAYER_FORWARD = 1;
        private static final int FIRST_LAYER_BACKWARD = 3;

        @Override
        public ByteBuffer parameters() {
            return right.parameters();
        }

        @Override
        public ByteBuffer gradient() {
            return right.gradient();
        }

        @Override
        public int examples(int virtualWorker) {
            return right.examples(virtualWorker);
        }

        @Override
        public void beginAt(long step) {
            right.beginAt(step);
        }

        @Override
        public double sumGradient(long step, int virtualWorker) {
            if (step == STEP && first > 0) {
                script.happen(virtualWorker == first ? Moment.BEFORE_THE_FIRST_PUSH : Moment.BETWEEN_PUSHES);
            }
            if (step == LATER_STEP && first > 0) {
                script.happen(Moment.SOME_STEPS_LATER);
            }
            return right.sumGradient(step, virtualWorker);
        }

        @Override
        public void shareThrough(StatisticsExchange exchange) {
            right.shareThrough((step, position, groupSize, own) -> {
                if (step == STEP && position == SECOND_LAYER_FORWARD && first > 0) {
                    script.happen(Moment.BETWEEN_LAYERS_FORWARD);
                }
                if (step == LATER_STEP && position == FIRST_LAYER_BACKWARD && first > 0) {
                    script.happen(Moment.BETWEEN_LAYERS_BACKWARD);
                }
                exchange.share(step, position, groupSize, own);
            });
        }

        @Override
        public void probe(long step, int virtualWorker) {
            right.probe(step, virtualWorker);
        }

        @Override
        public List<StatisticsNoise> statisticsNoise(int virtualWorker) {
            return right.statisticsNoise(virtualWorker);
        }

        @Override
        public EvaluationSum evaluate(int virtualWorker) {
            script.happen(Moment.EVALUATING);
            return right.evaluate(virtualWorker);
        }

        @Override
        public Optional<EpochAuditReport> audit() {
            script.happen(Moment.LEAVING);
            return right.audit();
        }

        @Override
        public void close() {
            right.close();
        }
    }
}
