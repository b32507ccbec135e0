package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the figures of the noisy quadratic: each is a list or a law, value i = scale · i^(−exponent) for i = 1, 2, …
 * Without more words h = c = 1/i in ten dimensions.
 */
final class QuadraticReader {
    private static final String CURVATURES = "curvatures";
    private static final String NOISE_VARIANCES = "noiseVariances";
    private static final String INITIAL_PARAMETERS = "initialParameters";
    private static final int DIMENSION = 10;
    private static final PowerLaw INVERSE = new PowerLaw(1, 1);
    private static final ValueType.Decimal SCALE = new ValueType.Decimal(NumberRange.between(1e-9, 1e9));
    private static final ValueType.Decimal EXPONENT = new ValueType.Decimal(NumberRange.between(-10, 10));

    private final Section data;
    private final int dimension;

    private QuadraticReader(Section data) {
        this.data = data;
        this.dimension = data.count("dimension", usualDimension(data), DataPlan.Quadratic.DIMENSION);
    }

    /** Figures that can be spelled in one line. */
    private sealed interface Figures {
        List<Double> values(int dimension);
    }

    private record PowerLaw(double scale, double exponent) implements Figures {
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

    /** The plan that the section describes; throws {@link InputException}. */
    static DataPlan read(Section data) {
        QuadraticReader reader = new QuadraticReader(data);
        Figures curvatures = reader.figures(CURVATURES, StudyKeys.CURVATURES, NumberRange.POSITIVE, INVERSE);
        Figures variances =
                reader.figures(NOISE_VARIANCES, StudyKeys.NOISE_VARIANCES, NumberRange.NOT_NEGATIVE, curvatures);
        Figures start = reader.initialParameters();
        int copies = data.count("copies", 1, DataPlan.Quadratic.DIMENSION);
        return data.check(
                List.of("copies", "dimension"),
                () -> new DataPlan.Quadratic(
                        repeated(reader.sized(CURVATURES, curvatures), copies),
                        repeated(reader.sized(NOISE_VARIANCES, variances), copies),
                        repeated(reader.sized(INITIAL_PARAMETERS, start), copies)));
    }

    private static List<Double> repeated(List<Double> values, int copies) {
        return Collections.nCopies(copies, values).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static int usualDimension(Section data) {
        return Stream.of(CURVATURES, NOISE_VARIANCES, INITIAL_PARAMETERS)
                .flatMap(key -> data.find(key).stream())
                .filter(YamlValue.Items.class::isInstance)
                .map(list -> ((YamlValue.Items) list).values().size())
                .findFirst()
                .orElse(DIMENSION);
    }

    private Figures figures(String key, SectionKeys lawKeys, NumberRange range, Figures fallback) {
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

    private Figures initialParameters() {
        ValueType.Decimal number = new ValueType.Decimal(NumberRange.FINITE);
        if (data.find(INITIAL_PARAMETERS)
                .filter(YamlValue.Items.class::isInstance)
                .isPresent()) {
            return new Explicit(data.list(INITIAL_PARAMETERS, List.of(), number));
        }
        double everywhere = data.value(INITIAL_PARAMETERS, 1.0, number);
        return new Explicit(new ArrayList<>(Collections.nCopies(dimension, everywhere)));
    }

    private List<Double> sized(String key, Figures figures) {
        List<Double> values = figures.values(dimension);
        if (values.size() != dimension) {
            throw data.problem(
                    List.of(key, "dimension", CURVATURES),
                    "data." + key + " must have as many values as data.dimension (" + dimension + "), had "
                            + values.size());
        }
        return values;
    }
}
