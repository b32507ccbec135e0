package org.noisescale.worker.batchnorm;

/** Row after row, each with one value of every channel: the inner loops go over channels, which are independent. */
record RowKernel(int rows, int channels) implements ChannelKernel {
    @Override
    public int size() {
        return Math.multiplyExact(rows, channels);
    }

    @Override
    public long count() {
        return rows;
    }

    @Override
    public void addValues(float[] values, double[] sums) {
        for (int row = 0; row < size(); row += channels) {
            addRow(values, row, sums);
        }
    }

    private static void addRow(float[] values, int row, double[] sums) {
        for (int channel = 0; channel < sums.length; channel++) {
            sums[channel] += values[row + channel];
        }
    }

    @Override
    public void addSquaredDeviations(float[] values, double[] means, double[] sums) {
        for (int row = 0; row < size(); row += channels) {
            addSquaresOfRow(values, row, means, sums);
        }
    }

    private static void addSquaresOfRow(float[] values, int row, double[] means, double[] sums) {
        for (int channel = 0; channel < sums.length; channel++) {
            double deviation = values[row + channel] - means[channel];
            sums[channel] += deviation * deviation;
        }
    }

    @Override
    public void addProducts(float[] values, float[] others, double[] sums) {
        for (int row = 0; row < size(); row += channels) {
            addProductsOfRow(values, others, row, sums);
        }
    }

    private static void addProductsOfRow(float[] values, float[] others, int row, double[] sums) {
        for (int channel = 0; channel < sums.length; channel++) {
            sums[channel] += (double) values[row + channel] * others[row + channel];
        }
    }

    @Override
    public void normalize(float[] values, float[] means, float[] factors) {
        for (int row = 0; row < size(); row += channels) {
            normalizeRow(values, row, means, factors);
        }
    }

    private static void normalizeRow(float[] values, int row, float[] means, float[] factors) {
        for (int channel = 0; channel < means.length; channel++) {
            values[row + channel] = (values[row + channel] - means[channel]) * factors[channel];
        }
    }

    @Override
    public void scale(float[] values, float[] factors, float[] offsets, float[] target) {
        for (int row = 0; row < size(); row += channels) {
            for (int channel = 0; channel < channels; channel++) {
                target[row + channel] = values[row + channel] * factors[channel] + offsets[channel];
            }
        }
    }

    @Override
    public void toInputGradient(float[] gradients, float[] normalized, float[] means, float[] slopes, float[] factors) {
        for (int row = 0; row < size(); row += channels) {
            rowToInputGradient(gradients, normalized, row, means, slopes, factors);
        }
    }

    private static void rowToInputGradient(
            float[] gradients, float[] normalized, int row, float[] means, float[] slopes, float[] factors) {
        for (int channel = 0; channel < means.length; channel++) {
            int at = row + channel;
            gradients[at] = (gradients[at] - means[channel] - normalized[at] * slopes[channel]) * factors[channel];
        }
    }
}
