package org.noisescale.driver.job.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.noisescale.worker.dataset.Labels;

/**
 * The fingerprint of a dataset before scaling, in two levels: SHA-256 over the hexadecimal digests of its blocks in
 * order, one a line. The digest of a block is SHA-256 over, big-endian, its first index (8 bytes), the feature count
 * (4), and for each example the class as an integer or the bits of the targets (4 each) and the bits of the features (4
 * each).
 */
final class DatasetHash {
    private DatasetHash() {}

    static String of(ExampleBlock block) {
        MessageDigest digest = sha256();
        int featureCount = block.featureCount();
        digest.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(block.firstIndex())
                .putInt(featureCount)
                .flip());
        Labels labels = block.labels();
        ByteBuffer example = ByteBuffer.allocate(Float.BYTES * (labels.width() + featureCount));
        for (int row = 0; row < block.exampleCount(); row++) {
            example.clear();
            putLabels(labels, row, example);
            example.asFloatBuffer().put(block.features(), row * featureCount, featureCount);
            digest.update(example.rewind());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(List<String> blocks) {
        MessageDigest digest = sha256();
        for (String block : blocks) {
            digest.update((block + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void putLabels(Labels labels, int row, ByteBuffer example) {
        if (labels.areClasses()) {
            example.putInt(labels.classAt(row));
            return;
        }
        for (int index = 0; index < labels.width(); index++) {
            example.putFloat(labels.valueAt(row, index));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
