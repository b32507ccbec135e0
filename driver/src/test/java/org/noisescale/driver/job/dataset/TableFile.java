package org.noisescale.driver.job.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Files for tests to read. */
final class TableFile {
    private TableFile() {}

    static String csv(Path folder, String name, String... lines) {
        return bytes(folder, name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static String bytes(Path folder, String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Labels i mod classes. */
    static byte[] idxLabels(int count, int classes) {
        ByteBuffer file = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int row = 0; row < count; row++) {
            file.put((byte) (row % classes));
        }
        return file.array();
    }

    /** Images whose pixel p of image i has the value (7i + p) mod 256. */
    static byte[] idxImages(int count, int height, int width) {
        ByteBuffer file = ByteBuffer.allocate(16 + count * height * width)
                .putInt(0x803)
                .putInt(count)
                .putInt(height)
                .putInt(width);
        for (int row = 0; row < count; row++) {
            for (int pixel = 0; pixel < height * width; pixel++) {
                file.put((byte) (7 * row + pixel));
            }
        }
        return file.array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
