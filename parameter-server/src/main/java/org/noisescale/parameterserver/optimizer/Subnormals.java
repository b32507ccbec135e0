package org.noisescale.parameterserver.optimizer;

/**
 * Keeps optimizer state out of the subnormal range, where every operation is many times slower and Java has no
 * flush-to-zero mode. Adding and subtracting {@link #FLUSH} rounds values to multiples of 2⁻¹²⁴: values below 2⁻¹²⁵
 * become 0, values from 2⁻⁷⁵ on keep all their bits, the rest loses bits that no update can feel. The form is free of
 * branches, so that it vectorises, and gives the same bits everywhere.
 */
final class Subnormals {
    /** 2⁻¹⁰⁰. */
    static final float FLUSH = 0x1p-100f;

    private Subnormals() {}
}
