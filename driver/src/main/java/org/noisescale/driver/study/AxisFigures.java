package org.noisescale.driver.study;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads figures that a model has along each of its axes: a list, or a law by which value i = scale · i^(−exponent) for
 * i = 1, 2, …, or one number for all.
 */
final class AxisFigures {
    /** 1/i. */
    static final PowerLaw INVERSE = new PowerLaw(1, 1);

    private static final ValueType.Decimal SCALE = new ValueType.Decimal(NumberRange.between(1e-9, 1e9));
    private static final ValueType.Decimal EXPONENT = new ValueType.Decimal(NumberRange.between(-10, 10));

    private final Section data;
    private final List<String> keys;
    private final int dimension;

    /**
     * Reads {@code dimension} first.
     *
     * @param keys those of the figures; the first that is a list says how many dimensions there are unless
     *     {@code dimension} does
     * @param fallback how many there are otherwise
     */
    AxisFigures(Section data, List<String> keys, int fallback, WholeRange range) {
        this.data = data;
        this.keys = keys;
        this.dimension = data.count("dimension", usualDimension(data, keys, fallback), range);
    }

    /** Figures that can be spelled in one line. */
    sealed interface Figures {
        List<Double> values(int dimension);
    }

    /** A law. */
    record PowerLaw(double scale, double exponent) implements Figures {
        @Override
        public List<Double> values(int dimension) {
            return IntStream.rangeClosed(1, dimension)
                    .mapToObj(i -> scale * Math.pow(i, -exponent))
                    .toList();
        }
    }

    private record Explicit(List<Double> list) implements Figures {
        @Override
        public List<Double> values(int dimension) {
            return list;
        }
    }

    private static int usualDimension(Section data, List<String> keys, int fallback) {
        return keys.stream()
                .flatMap(key -> data.find(key).stream())
                .filter(YamlValue.Items.class::isInstance)
                .map(list -> ((YamlValue.Items) list).values().size())
                .findFirst()
                .orElse(fallback);
    }

    /** A list or a law. */
    Figures listOrLaw(String key, SectionKeys lawKeys, NumberRange range, Figures fallback) {
        Optional<YamlValue> given = data.find(key);
        boolean isList = given.map(YamlValue.Items.class::isInstance).orElse(fallback instanceof Explicit);
        if (isList) {
            List<Double> usual = fallback instanceof Explicit explicit ? explicit.list() : List.of();
            return new Explicit(data.list(key, usual, new ValueType.Decimal(range)));
        }
        given.filter(there -> there instanceof YamlValue.Scalar && !there.isNull())
                .ifPresent(there -> {
                    throw there.place()
                            .problem("data." + key + " must be a list, or {scale: …, exponent: …}, was "
                                    + there.shown());
                });
        PowerLaw usual = fallback instanceof PowerLaw law ? law : INVERSE;
        Section law = data.section(key, lawKeys);
        return new PowerLaw(
                law.value("scale", usual.scale(), SCALE), law.value("exponent", usual.exponent(), EXPONENT));
    }

    /** A list, or one finite number for all axes. */
    Figures listOrNumber(String key, double fallback) {
        ValueType.Decimal number = new ValueType.Decimal(NumberRange.FINITE);
        if (data.find(key).filter(YamlValue.Items.class::isInstance).isPresent()) {
            return new Explicit(data.list(key, List.of(), number));
        }
        return new Explicit(Collections.nCopies(dimension, data.value(key, fallback, number)));
    }

    /** The values of figures, as many as there are dimensions. */
    List<Double> sized(String key, Figures figures) {
        List<Double> values = figures.values(dimension);
        if (values.size() != dimension) {
            throw data.problem(
                    Stream.of(List.of(key, "dimension"), keys.subList(0, 1))
                            .flatMap(List::stream)
                            .toList(),
                    "data." + key + " must have as many values as data.dimension (" + dimension + "), had "
                            + values.size());
        }
        return values;
    }
}
