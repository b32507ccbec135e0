package org.noisescale.parameterserver.service;

import java.util.Collection;
import java.util.stream.Collectors;

/** How those who are missing are named. */
final class Absent {
    private static final int NAMES_MAX = 20;

    private Absent() {}

    /** What of whom. */
    static String names(String what, Collection<Integer> ranks) {
        String names = ranks.stream().limit(NAMES_MAX).map(String::valueOf).collect(Collectors.joining(", "));
        String more = ranks.size() > NAMES_MAX ? " and " + (ranks.size() - NAMES_MAX) + " more" : "";
        return what + (ranks.size() == 1 ? " " : "s ") + names + more;
    }
}
