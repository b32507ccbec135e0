package org.noisescale.parameterserver.transport;

/** How long our UDP datagrams are. */
public final class DatagramLength {
    /** The JVM flag that changes it. */
    public static final String PROPERTY = "noisescale.mtu";

    /** Fits into an Ethernet frame of 1500 bytes, a tunnel's headers included; a lost fragment costs only itself. */
    private static final int DEFAULT_BYTES = 1408;
    /** Aeron's limits; a frame begins at multiples of 32 bytes. */
    private static final int MIN_BYTES = 256;

    private static final int MAX_BYTES = 65504;
    private static final int ALIGNMENT_BYTES = 32;

    private DatagramLength() {}

    /** What this JVM is told by its flags. */
    public static int ofThisJvm() {
        int bytes = Integer.getInteger(PROPERTY, DEFAULT_BYTES);
        if (bytes < MIN_BYTES || bytes > MAX_BYTES || bytes % ALIGNMENT_BYTES != 0) {
            throw new IllegalArgumentException(PROPERTY + " must be a multiple of " + ALIGNMENT_BYTES + " in ["
                    + MIN_BYTES + ", " + MAX_BYTES + "], was " + System.getProperty(PROPERTY));
        }
        return bytes;
    }
}
