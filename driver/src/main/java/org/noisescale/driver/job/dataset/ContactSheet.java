package org.noisescale.driver.job.dataset;

import java.util.Base64;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * A sample of the training images on one sheet.
 *
 * @param rows tiles above each other
 * @param columns tiles beside each other
 * @param height pixels of a tile
 * @param width pixels of a tile
 * @param labels the class of each tile
 * @param pixels one byte per pixel, 0 = paper, 255 = ink, tile by tile and row by row, in base64
 */
public record ContactSheet(int rows, int columns, int height, int width, List<Integer> labels, String pixels) {
    private static final int COLUMNS = 10;
    private static final int TILES_MAX = 60;

    /**
     * A sheet of these images, one a block, in order of their index; the least of all pixels is paper, the greatest
     * ink.
     */
    static ContactSheet of(ImageShape shape, List<ExampleBlock> images, FeatureFigures figures) {
        int columns = Math.min(COLUMNS, images.size());
        int rows = images.size() / columns;
        List<ExampleBlock> tiles = images.stream()
                .sorted(Comparator.comparingLong(ExampleBlock::firstIndex))
                .limit((long) rows * columns)
                .toList();
        double least = figures.leastOfAll();
        double range = figures.greatestOfAll() - least;
        byte[] pixels = new byte[tiles.size() * shape.pixels()];
        for (int i = 0; i < pixels.length && range > 0; i++) {
            float value = tiles.get(i / shape.pixels()).features()[i % shape.pixels()];
            pixels[i] = (byte) Math.round((value - least) / range * 255);
        }
        return new ContactSheet(
                rows,
                columns,
                shape.height(),
                shape.width(),
                tiles.stream().map(tile -> tile.label(0)).toList(),
                Base64.getEncoder().encodeToString(pixels));
    }

    /** Takes the training examples of the first places out of blocks: one a block, with its place for an index. */
    record Sampling(Division division) implements FlatMapFunction<ExampleBlock, ExampleBlock> {
        @Override
        public Iterator<ExampleBlock> call(ExampleBlock block) {
            long[] places = division.places(block.firstIndex(), block.exampleCount());
            long end = Math.min(TILES_MAX, division.training());
            return IntStream.range(0, places.length)
                    .filter(row -> places[row] < end)
                    .mapToObj(row -> block.slice(row, row + 1, places[row]))
                    .iterator();
        }
    }
}
