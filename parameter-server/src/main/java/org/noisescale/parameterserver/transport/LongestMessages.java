package org.noisescale.parameterserver.transport;

import org.noisescale.parameterserver.layout.ChunkPlan;

/**
 * The longest messages of a run, of which each must be shorter than an eighth of the term buffers that it goes through.
 *
 * @param chunkBytes on the streams of gradients and parameters
 * @param reportBytes on the streams of reports
 */
public record LongestMessages(int chunkBytes, int reportBytes) {
    /** Whatever a run may say. */
    static final LongestMessages ANY = new LongestMessages(1 << 16, 1 << 17);

    /** Of all reports but those about many classes or targets. */
    static final int REPORT_BYTES = 12_800;

    /** Header, fields and lengths of any message; also that of one that says why a run ends. */
    private static final int FIELDS_BYTES = 512;
    /** Messages with a figure for each of many pieces or virtual workers are cut to less. */
    private static final int FIGURES_BYTES = REPORT_BYTES - FIELDS_BYTES;
    /** A class's row of the confusion matrix, up to so many classes; then two counts. */
    private static final int MATRIX_MAX = 100;

    private static final int FIGURES_OF_TARGET = 4;

    /**
     * Those of a run.
     *
     * @param outputs how many classes or targets are evaluated; 0 if none are
     */
    public static LongestMessages of(ChunkPlan chunks, int outputs) {
        return of(chunks, false, outputs);
    }

    /**
     * The same.
     *
     * @param grouped whether squared norms are of virtual workers and of groups of them
     */
    public static LongestMessages of(ChunkPlan chunks, boolean grouped, int outputs) {
        int norms = (grouped ? 2 : 1) * chunks.piecesMax();
        int values = chunks.chunkLength() * Float.BYTES + norms * Double.BYTES;
        int counts = outputs * (outputs <= MATRIX_MAX ? outputs : 2) * Integer.BYTES;
        int figures = outputs * FIGURES_OF_TARGET * Double.BYTES;
        return new LongestMessages(
                FIELDS_BYTES + Math.max(values, FIGURES_BYTES),
                FIELDS_BYTES + Math.max(FIGURES_BYTES, Math.max(counts, figures)));
    }
}
