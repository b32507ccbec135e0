package org.noisescale.parameterserver.shard;

import java.util.ArrayList;
import java.util.List;

/** Figures that a test spells out; change one field at a time to make them wrong. */
public record Tidings(int shard, long step, int stage, int firstPiece, List<Pair> pairs) implements Figures {

    /** What is told of a piece. */
    public record Pair(double update, double parameters) {}

    /** Makes the list immutable. */
    public Tidings {
        pairs = List.copyOf(pairs);
    }

    /** What a shard has to tell all others; {@code told} is for how many stages it has done so. */
    public static Tidings next(Shard shard, long told) {
        int own = shard.plan().shard();
        int first = shard.plan().division().firstPiece(own);
        int stage = 1 + (int) (told % shard.figuresPerStep());
        List<Pair> pairs = new ArrayList<>();
        for (int piece = first; piece < shard.plan().division().endPiece(own); piece++) {
            StageFigures figures = shard.figures(stage);
            pairs.add(new Pair(figures.updateSquaredNorm(piece), figures.parameterSquaredNorm(piece)));
        }
        return new Tidings(own, told / shard.figuresPerStep(), stage, first, pairs);
    }

    Tidings of(int otherShard) {
        return new Tidings(otherShard, step, stage, firstPiece, pairs);
    }

    Tidings atStep(long otherStep) {
        return new Tidings(shard, otherStep, stage, firstPiece, pairs);
    }

    Tidings atStage(int otherStage) {
        return new Tidings(shard, step, otherStage, firstPiece, pairs);
    }

    Tidings from(int otherPiece) {
        return new Tidings(shard, step, stage, otherPiece, pairs);
    }

    Tidings only(int from, int to) {
        return new Tidings(shard, step, stage, firstPiece + from, pairs.subList(from, to));
    }

    @Override
    public int count() {
        return pairs.size();
    }

    @Override
    public double updateSquaredNorm(int position) {
        return pairs.get(position).update;
    }

    @Override
    public double parameterSquaredNorm(int position) {
        return pairs.get(position).parameters;
    }
}
