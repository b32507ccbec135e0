package org.noisescale.driver.job.dataset;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The file format of the MNIST family (LeCun, Cortes &amp; Burges): a magic number that says "unsigned bytes in d
 * dimensions", d extents, the bytes; all numbers big-endian; perhaps gzipped.
 */
enum IdxFormat {
    /** One byte per record: labels. */
    LABELS(0x00000801, 1),
    /** Height × width bytes per record: grey images, row by row. */
    IMAGES(0x00000803, 3);

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final String AGAIN = "; fetch the file again";

    private static final int BYTES_MAX = Integer.MAX_VALUE - 8;

    private final int magic;
    private final int dimensions;

    IdxFormat(int magic, int dimensions) {
        this.magic = magic;
        this.dimensions = dimensions;
    }

    /** The content of a file, plain or gzipped; its problem, if it has one. */
    IdxContent parse(byte[] file) {
        try (DataInputStream in = new DataInputStream(plain(file))) {
            return parse(in);
        } catch (EOFException e) {
            return IdxContent.refused(DataProblem.ofFile("ends early, within its header or its gzip stream" + AGAIN));
        } catch (IOException e) {
            return IdxContent.refused(DataProblem.ofFile("is damaged (" + e.getMessage() + ")" + AGAIN));
        }
    }

    private IdxContent parse(DataInputStream in) throws IOException {
        int found = in.readInt();
        if (found != magic) {
            return IdxContent.refused(DataProblem.ofFile(String.format(
                    "begins with 0x%08x, but %s begin with 0x%08x; check that images and labels are not exchanged",
                    found, this == IMAGES ? "images" : "labels", magic)));
        }
        int count = in.readInt();
        int height = dimensions == 1 ? 1 : in.readInt();
        int width = dimensions == 1 ? 1 : in.readInt();
        String extent = count + " records of " + height + "x" + width;
        if (count < 1 || height < 1 || width < 1) {
            return IdxContent.refused(
                    DataProblem.ofFile("says it holds " + extent + " bytes, which is nothing" + AGAIN));
        }
        long recordBytes = (long) height * width;
        if (recordBytes > BYTES_MAX / count) {
            return IdxContent.refused(
                    DataProblem.ofFile("says it holds " + extent + " bytes; more than 2 GiB are not supported"));
        }
        return body(in, count, height, width);
    }

    private static IdxContent body(DataInputStream in, int count, int height, int width) throws IOException {
        int recordBytes = height * width;
        byte[] bytes = in.readNBytes(count * recordBytes);
        if (bytes.length < count * recordBytes) {
            int whole = bytes.length / recordBytes;
            return IdxContent.refused(new DataProblem(
                    whole + 1L, "", "is cut off: the header says " + count + ", there are " + whole + AGAIN));
        }
        return in.read() < 0
                ? new IdxContent(count, new ImageShape(height, width), bytes, null)
                : IdxContent.refused(
                        DataProblem.ofFile("goes on after the " + count + " records of its header" + AGAIN));
    }

    private static InputStream plain(byte[] file) throws IOException {
        boolean zipped = file.length > 1 && (file[0] & 0xff) == GZIP_FIRST && (file[1] & 0xff) == GZIP_SECOND;
        InputStream in = new ByteArrayInputStream(file);
        return zipped ? new GZIPInputStream(in) : in;
    }
}
