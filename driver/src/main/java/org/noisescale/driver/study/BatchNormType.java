package org.noisescale.driver.study;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a {@link BatchNorm}: a word, or a word with a number behind a colon. */
final class BatchNormType implements ValueType<BatchNorm> {
    private static final Map<String, BatchNorm> PLAIN =
            Map.of("none", BatchNorm.NONE, "local", BatchNorm.LOCAL, "sync", BatchNorm.SYNC);
    private static final Pattern SIZED = Pattern.compile("(ghost|group|shuffle):([1-9][0-9]{0,8})");

    @Override
    public String words() {
        return "none, local, sync, ghost:N (N examples, " + BatchNorm.GHOST + "), group:N or shuffle:N (N virtual"
                + " workers, " + BatchNorm.GROUP + ")";
    }

    @Override
    public Optional<BatchNorm> find(YamlValue.Scalar scalar) {
        Matcher sized = SIZED.matcher(scalar.text());
        if (!sized.matches()) {
            return Optional.ofNullable(PLAIN.get(scalar.text()));
        }
        BatchNorm.Extent extent = BatchNorm.Extent.valueOf(sized.group(1).toUpperCase(Locale.ROOT));
        int size = Integer.parseInt(sized.group(2));
        WholeRange range = extent == BatchNorm.Extent.GHOST ? BatchNorm.GHOST : BatchNorm.GROUP;
        return range.contains(size) ? Optional.of(new BatchNorm(extent, size)) : Optional.empty();
    }

    @Override
    public Object written(BatchNorm value) {
        String word = value.extent().name().toLowerCase(Locale.ROOT);
        return value.size() == 0 ? word : word + ":" + value.size();
    }
}
