package org.noisescale.parameterserver.optimizer;

/**
 * Keeps optimizer state out of the subnormal range, where every operation is many times slower and Java has no
 * flush-to-zero mode. Adding and subtracting {@link #FLUSH} rounds values to multiples of 2⁻¹⁰⁰: values below 2⁻¹⁰¹
 * become 0, values from 2⁻⁵¹ on keep all their bits, the rest loses bits that no update can feel. The form is free of
 * branches, so that it vectorises, and gives the same bits everywhere.
 *
 * <p>State that decays without gradient does not reach 0: it stops at the few multiples of 2⁻¹⁰⁰ that round to
 * themselves. These are large enough for a learning rate to multiply them without a subnormal product.
 */
final class Subnormals {
    /** 2⁻⁷⁶. */
    static final float FLUSH = 0x1p-76f;

    private Subnormals() {}
}
