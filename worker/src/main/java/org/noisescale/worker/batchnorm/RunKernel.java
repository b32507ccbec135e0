package org.noisescale.worker.batchnorm;

/** Image after image, in each channel after channel, in each of these a run of values. */
record RunKernel(int images, int channels, int run) implements ChannelKernel {
    @Override
    public int size() {
        return Math.multiplyExact(Math.multiplyExact(images, channels), run);
    }

    @Override
    public long count() {
        return (long) images * run;
    }

    private int runs() {
        return images * channels;
    }

    @Override
    public void addValues(float[] values, double[] sums) {
        for (int i = 0; i < runs(); i++) {
            sums[i % channels] += RunSums.of(values, i * run, run);
        }
    }

    @Override
    public void addSquaredDeviations(float[] values, double[] means, double[] sums) {
        for (int i = 0; i < runs(); i++) {
            int channel = i % channels;
            sums[channel] += RunSums.ofSquaredDeviations(values, i * run, run, means[channel]);
        }
    }

    @Override
    public void addProducts(float[] values, float[] others, double[] sums) {
        for (int i = 0; i < runs(); i++) {
            sums[i % channels] += RunSums.ofProducts(values, others, i * run, run);
        }
    }

    @Override
    public void normalize(float[] values, float[] means, float[] factors) {
        for (int i = 0; i < runs(); i++) {
            int channel = i % channels;
            normalizeRun(values, i * run, run, means[channel], factors[channel]);
        }
    }

    private static void normalizeRun(float[] values, int from, int count, float mean, float factor) {
        for (int i = from; i < from + count; i++) {
            values[i] = (values[i] - mean) * factor;
        }
    }

    @Override
    public void scale(float[] values, float[] factors, float[] offsets, float[] target) {
        for (int i = 0; i < runs(); i++) {
            float factor = factors[i % channels];
            float offset = offsets[i % channels];
            for (int j = i * run; j < (i + 1) * run; j++) {
                target[j] = values[j] * factor + offset;
            }
        }
    }

    @Override
    public void toInputGradient(float[] gradients, float[] normalized, float[] means, float[] slopes, float[] factors) {
        for (int i = 0; i < runs(); i++) {
            int channel = i % channels;
            float mean = means[channel];
            float slope = slopes[channel];
            float factor = factors[channel];
            for (int j = i * run; j < (i + 1) * run; j++) {
                gradients[j] = (gradients[j] - mean - normalized[j] * slope) * factor;
            }
        }
    }
}
