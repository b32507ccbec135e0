package org.noisescale.parameterserver.transport;

import java.util.Optional;
import java.util.regex.Pattern;

/** How long our UDP datagrams are. */
public final class DatagramLength {
    /** The JVM flag that changes it. */
    public static final String PROPERTY = "noisescale.mtu";

    /** Fits into an Ethernet frame of 1500 bytes, a tunnel's headers included; a lost fragment costs only itself. */
    private static final int DEFAULT_BYTES = 1408;
    /**
     * Within a machine, whose loopback takes 64 KiB at once; as each datagram costs as much as its bytes, rounds of
     * 40,000 parameters take a quarter of the time. The shortest term buffers allow no more.
     */
    private static final int LOOPBACK_BYTES = 16_384;

    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1]):[0-9]+");
    /** Aeron's limits; a frame begins at multiples of 32 bytes. */
    private static final int MIN_BYTES = 256;

    private static final int MAX_BYTES = 65504;
    private static final int ALIGNMENT_BYTES = 32;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private DatagramLength() {}

    /** What is wrong with this JVM's flag, and how to mend it; nothing if it is right, or absent. */
    public static Optional<String> complaint() {
        String told = System.getProperty(PROPERTY);
        return told == null || isLength(told)
                ? Optional.empty()
                : Optional.of("the JVM flag -D" + PROPERTY + " must be a multiple of " + ALIGNMENT_BYTES + " in ["
                        + MIN_BYTES + ", " + MAX_BYTES + "] bytes, was '" + told + "'");
    }

    private static boolean isLength(String told) {
        if (!DIGITS.matcher(told).matches()) {
            return false;
        }
        int bytes = Integer.parseInt(told);
        return bytes >= MIN_BYTES && bytes <= MAX_BYTES && bytes % ALIGNMENT_BYTES == 0;
    }

    /**
     * What this JVM is told by its flags.
     *
     * @throws IllegalArgumentException if that is no length
     */
    public static int ofThisJvm() {
        complaint().ifPresent(complaint -> {
            throw new IllegalArgumentException(complaint);
        });
        return Integer.getInteger(PROPERTY, DEFAULT_BYTES);
    }

    /**
     * The length of those to a host and port: what the flag says; without it, more within this machine.
     *
     * @throws IllegalArgumentException as {@link #ofThisJvm()}
     */
    static int towards(String endpoint) {
        boolean free = System.getProperty(PROPERTY) == null
                && LOOPBACK.matcher(endpoint).matches();
        return free ? LOOPBACK_BYTES : ofThisJvm();
    }
}
