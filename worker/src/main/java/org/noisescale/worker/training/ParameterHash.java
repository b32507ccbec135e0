package org.noisescale.worker.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The fingerprint of parameters: SHA-256 of their floats in little-endian order. */
public final class ParameterHash {
    private ParameterHash() {}

    /** Of all bytes of a buffer, from 0 to its capacity. */
    public static String of(ByteBuffer floats) {
        ByteBuffer all = floats.duplicate();
        all.clear();
        MessageDigest digest = sha256();
        digest.update(all);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of an array. */
    public static String of(float[] floats) {
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        return of(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
