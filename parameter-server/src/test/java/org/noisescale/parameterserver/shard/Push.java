package org.noisescale.parameterserver.shard;

import java.util.Arrays;

/** A contribution that a test spells out; change one field at a time to make it wrong. */
public record Push(Address address, long examples, Values values) implements Contribution {

    /** Where it comes from and belongs to. */
    public record Address(int worker, long step, int chunk, int node) {}

    /** What it carries. */
    public static final class Values {
        private final float[] floats;
        private final double[] norms;

        Values(float[] floats, double[] norms) {
            this.floats = floats.clone();
            this.norms = norms.clone();
        }
    }

    /** A push. */
    public static Push of(Address address, long examples, float[] floats, double... norms) {
        return new Push(address, examples, new Values(floats, norms));
    }

    Push from(int worker) {
        return new Push(new Address(worker, address.step, address.chunk, address.node), examples, values);
    }

    Push atStep(long step) {
        return new Push(new Address(address.worker, step, address.chunk, address.node), examples, values);
    }

    Push ofChunk(int chunk) {
        return new Push(new Address(address.worker, address.step, chunk, address.node), examples, values);
    }

    Push atNode(int node) {
        return new Push(new Address(address.worker, address.step, address.chunk, node), examples, values);
    }

    Push over(long count) {
        return new Push(address, count, values);
    }

    Push ofLength(int length) {
        return new Push(address, examples, new Values(Arrays.copyOf(values.floats, length), values.norms));
    }

    Push withNorms(double... norms) {
        return new Push(address, examples, new Values(values.floats, norms));
    }

    @Override
    public int worker() {
        return address.worker;
    }

    @Override
    public long step() {
        return address.step;
    }

    @Override
    public int chunk() {
        return address.chunk;
    }

    @Override
    public int node() {
        return address.node;
    }

    @Override
    public int valueCount() {
        return values.floats.length;
    }

    @Override
    public void valuesInto(float[] target) {
        System.arraycopy(values.floats, 0, target, 0, values.floats.length);
    }

    @Override
    public void valuesInto(int from, float[] target, int targetFrom, int count) {
        System.arraycopy(values.floats, from, target, targetFrom, count);
    }

    @Override
    public int normCount() {
        return values.norms.length;
    }

    @Override
    public void normsInto(double[] target) {
        System.arraycopy(values.norms, 0, target, 0, values.norms.length);
    }
}
