package org.noisescale.driver.study;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the word that somebody probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The candidate with the fewest edits from {@code word}, if these are few for its length. */
    public static Optional<String> find(String word, Collection<String> candidates) {
        return find(word, candidates, Math.max(2, word.length() / 3));
    }

    /** The candidate with the fewest edits from {@code word}, if these are at most {@code edits}. */
    public static Optional<String> find(String word, Collection<String> candidates, int edits) {
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= edits)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** For the end of a message. */
    public static String question(String candidate) {
        return "; did you mean " + candidate + "?";
    }

    private static int distance(String one, String other) {
        return LevenshteinDistance.getDefaultInstance()
                .apply(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }
}
