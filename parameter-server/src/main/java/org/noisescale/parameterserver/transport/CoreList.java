package org.noisescale.parameterserver.transport;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The cores that a process may use.
 *
 * @param text as Linux writes it, such as {@code 0-1,4}
 * @param cores in that order
 */
record CoreList(String text, List<Integer> cores) {
    /** No core. */
    static final CoreList NONE = new CoreList("", List.of());

    private static final String LINE = "Cpus_allowed_list:";

    /** Finds it in the text of a {@code /proc/…/status}. */
    static CoreList ofStatus(String status) {
        String text = status.lines()
                .filter(line -> line.startsWith(LINE))
                .map(line -> line.substring(LINE.length()).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a status without " + LINE));
        return new CoreList(
                text,
                Stream.of(text.split(",")).flatMapToInt(CoreList::range).boxed().toList());
    }

    private static IntStream range(String text) {
        String[] ends = text.split("-", 2);
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }

    /** The core of a thread; those that are more than there are cores begin anew with the first. */
    int at(int position) {
        return cores.get(position % cores.size());
    }
}
