package org.noisescale.parameterserver.service;

import org.noisescale.parameterserver.shard.Figures;

/** Figures that came before their time. */
final class HeldFigures implements Figures {
    private final int shard;
    private final long step;
    private final int stage;
    private final int firstPiece;
    private final double[] updates;
    private final double[] parameters;

    HeldFigures(Figures figures) {
        shard = figures.shard();
        step = figures.step();
        stage = figures.stage();
        firstPiece = figures.firstPiece();
        updates = new double[figures.count()];
        parameters = new double[updates.length];
        for (int i = 0; i < updates.length; i++) {
            updates[i] = figures.updateSquaredNorm(i);
            parameters[i] = figures.parameterSquaredNorm(i);
        }
    }

    @Override
    public int shard() {
        return shard;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public int stage() {
        return stage;
    }

    @Override
    public int firstPiece() {
        return firstPiece;
    }

    @Override
    public int count() {
        return updates.length;
    }

    @Override
    public double updateSquaredNorm(int position) {
        return updates[position];
    }

    @Override
    public double parameterSquaredNorm(int position) {
        return parameters[position];
    }
}
