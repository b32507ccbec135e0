package org.noisescale.parameterserver.shard;

/** A flyweight over one push, which can be moved to any step, and be one that is measured only. */
final class Replay implements Contribution {
    private final Push push;
    private long step;
    private boolean probe;

    Replay(Push push) {
        this.push = push;
    }

    Replay at(long newStep) {
        step = newStep;
        return this;
    }

    Replay asProbe() {
        probe = true;
        return this;
    }

    @Override
    public boolean isProbe() {
        return probe;
    }

    @Override
    public int worker() {
        return push.worker();
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public int chunk() {
        return push.chunk();
    }

    @Override
    public int node() {
        return push.node();
    }

    @Override
    public long examples() {
        return push.examples();
    }

    @Override
    public int valueCount() {
        return push.valueCount();
    }

    @Override
    public void valuesInto(float[] target) {
        push.valuesInto(target);
    }

    @Override
    public void valuesInto(int from, float[] target, int targetFrom, int count) {
        push.valuesInto(from, target, targetFrom, count);
    }

    @Override
    public int normCount() {
        return push.normCount();
    }

    @Override
    public void normsInto(double[] target) {
        push.normsInto(target);
    }
}
