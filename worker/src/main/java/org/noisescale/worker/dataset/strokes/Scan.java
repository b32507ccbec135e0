package org.noisescale.worker.dataset.strokes;

/** How a page becomes numbers: how dark full ink reads, and how grainy every pixel. */
record Scan(double darkness, double grain) {
    static Scan random(RandomStream random) {
        return new Scan(random.between(0.75, 1), random.between(0.02, 0.08));
    }

    /** Reads the page into {@code target} in steps of 1/255, in {@code [0, 1]}. */
    void readInto(Page page, RandomStream random, float[] target, int offset) {
        double[] ink = page.ink();
        for (int pixel = 0; pixel < ink.length; pixel++) {
            double level = darkness * ink[pixel] + grain * random.bell();
            target[offset + pixel] = (int) (255 * Math.max(0, Math.min(1, level)) + 0.5) / 255f;
        }
    }
}
