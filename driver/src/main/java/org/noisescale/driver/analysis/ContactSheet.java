package org.noisescale.driver.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.noisescale.driver.study.InputException;

/**
 * A sheet of example images: {@code rows} × {@code columns} tiles of {@code height} × {@code width} grey pixels with a
 * label each; {@code pixels} is the base64 text of one byte a pixel (0 paper, 255 ink), tile by tile, row-major in a
 * tile.
 */
public record ContactSheet(int rows, int columns, int height, int width, List<String> labels, String pixels) {

    /**
     * Reads {@code contact-sheet.json}.
     *
     * @throws InputException if the number of pixels or labels does not fit the sheet
     */
    static ContactSheet read(Path file) {
        JsonNode tree = ResultTree.json(file);
        List<String> labels = new ArrayList<>();
        tree.path("labels").forEach(label -> labels.add(label.asText()));
        ContactSheet sheet = new ContactSheet(
                tree.path("rows").asInt(),
                tree.path("columns").asInt(),
                tree.path("height").asInt(),
                tree.path("width").asInt(),
                List.copyOf(labels),
                tree.path("pixels").asText());
        sheet.requireComplete(file);
        return sheet;
    }

    private void requireComplete(Path file) {
        int tiles = rows * columns;
        if (tiles <= 0 || labels.size() != tiles) {
            throw new InputException(
                    file + ": " + rows + " × " + columns + " tiles need as many labels, found " + labels.size());
        }
        int pixelCount = pixelCount(file);
        if (pixelCount != tiles * height * width) {
            throw new InputException(file + ": " + tiles + " tiles of " + height + " × " + width + " need "
                    + tiles * height * width + " pixels, found " + pixelCount);
        }
    }

    private int pixelCount(Path file) {
        try {
            return Base64.getDecoder().decode(pixels).length;
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": pixels must be base64: " + e.getMessage(), e);
        }
    }
}
