package org.noisescale.driver.study;

import java.nio.file.InvalidPathException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a value of the study may be, and how it is read from its text. */
interface ValueType<T> {
    /** For messages, after "must be". */
    String words();

    /** The value that {@code scalar}, which is not empty, spells; nothing if it spells none. */
    Optional<T> find(YamlValue.Scalar scalar);

    /** What the resolved study says for {@code value}. */
    default Object written(T value) {
        return value;
    }

    /** For the end of the message about {@code scalar}. */
    default String hint(YamlValue.Scalar scalar) {
        return "";
    }

    /** The value of {@code key}; throws {@link InputException} if {@code value} is not of this type. */
    default T read(String key, YamlValue value) {
        if (value instanceof YamlValue.Scalar scalar && !scalar.isNull()) {
            return find(scalar)
                    .orElseThrow(() -> value.place()
                            .problem(key + " must be " + words() + ", was " + value.shown() + hint(scalar)));
        }
        throw value.place().problem(key + " must be " + words() + ", was " + value.shown());
    }

    /** Decimal digits, without leading zeros (which some YAML readers take for octal). */
    record Whole(WholeRange range) implements ValueType<Long> {
        private static final Pattern DIGITS = Pattern.compile("-?(0|[1-9][0-9]{0,18})");

        @Override
        public String words() {
            return range.toString();
        }

        @Override
        public Optional<Long> find(YamlValue.Scalar scalar) {
            if (scalar.quoted() || !DIGITS.matcher(scalar.text()).matches()) {
                return Optional.empty();
            }
            try {
                return Optional.of(Long.parseLong(scalar.text())).filter(range::contains);
            } catch (NumberFormatException tooLong) {
                return Optional.empty();
            }
        }
    }

    /** A decimal number with or without an exponent. */
    record Decimal(NumberRange range) implements ValueType<Double> {
        private static final Pattern DIGITS = Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");

        @Override
        public String words() {
            return range.words();
        }

        @Override
        public Optional<Double> find(YamlValue.Scalar scalar) {
            return Optional.of(scalar.text())
                    .filter(text -> !scalar.quoted() && DIGITS.matcher(text).matches())
                    .map(Double::valueOf)
                    .filter(range::contains);
        }
    }

    /** Yes or no. */
    record Truth() implements ValueType<Boolean> {
        @Override
        public String words() {
            return "true or false";
        }

        @Override
        public Optional<Boolean> find(YamlValue.Scalar scalar) {
            return Optional.of(scalar.text())
                    .filter(text -> !scalar.quoted() && (text.equals("true") || text.equals("false")))
                    .map(Boolean::valueOf);
        }
    }

    /** Text on one line, with or without quotes. */
    record Text(String words, Pattern pattern) implements ValueType<String> {
        /** Anything that can be seen. */
        static final Text ANY = new Text("text on one line", Pattern.compile("(?U)\\P{Cntrl}*\\S\\P{Cntrl}*"));
        /** What every file system takes for a name and no shell for anything else. */
        static final Text FILE_NAME = new Text(
                "a name of at most 64 letters, digits, dots, hyphens and underscores that begins with a letter or digit",
                Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"));

        @Override
        public Optional<String> find(YamlValue.Scalar scalar) {
            return Optional.of(scalar.text())
                    .filter(text -> pattern.matcher(text).matches());
        }
    }

    /** Text on as many lines as one likes, of which one line is made. */
    record Prose() implements ValueType<String> {
        @Override
        public String words() {
            return "text";
        }

        @Override
        public Optional<String> find(YamlValue.Scalar scalar) {
            return Text.ANY.find(new YamlValue.Scalar(
                    scalar.text().strip().replaceAll("\\s+", " "), scalar.quoted(), scalar.place()));
        }
    }

    /**
     * A path: relative ones are relative to where they are written and are made absolute; what has a scheme (
     * {@code hdfs://…}) stays as it is.
     */
    record FilePath() implements ValueType<String> {
        private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

        @Override
        public String words() {
            return "the path of a file";
        }

        @Override
        public Optional<String> find(YamlValue.Scalar scalar) {
            return Text.ANY.find(scalar).flatMap(text -> absolute(text, scalar.place()));
        }

        private static Optional<String> absolute(String text, Place place) {
            if (SCHEME.matcher(text).matches()) {
                return Optional.of(text);
            }
            try {
                return Optional.of(place.folder().resolve(text).normalize().toString());
            } catch (InvalidPathException notOfThisFileSystem) {
                return Optional.empty();
            }
        }
    }
}
