package org.noisescale.driver.study;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names the folders of runs: {@code batchSize=16-hidden=128+64-seed=1}, with a whole section
 * {@code optimizer=adam+beta1=0.8-seed=1}. Only letters, digits and {@code . _ + = -} occur, which no shell and no file
 * system treats specially. Two runs of a study never differ in case alone, and a run keeps its name when the sweep gets
 * more values.
 */
final class RunIds {
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9._+-]{1,40}");
    private static final int LENGTH_MAX = 160;
    private static final int HASH_DIGITS = 12;

    private final List<String> keys;

    /** For runs that sweep these dotted keys. */
    RunIds(List<String> keys) {
        this.keys = List.copyOf(keys);
    }

    /** The id of the run with these values, by dotted key, in order. */
    String id(Map<String, Object> swept, long seed) {
        StringBuilder id = new StringBuilder();
        swept.forEach((key, value) ->
                id.append(shortest(key)).append('=').append(word(value)).append('-'));
        if (id.length() > LENGTH_MAX) {
            String hash = hash(id.toString());
            id.setLength(LENGTH_MAX - hash.length());
            id.append(hash).append('-');
        }
        return id.append("seed=").append(seed).toString();
    }

    private String shortest(String key) {
        String last = lastPart(key);
        boolean ambiguous = last.equals("seed")
                || keys.stream().map(RunIds::lastPart).filter(last::equals).count() > 1;
        return ambiguous ? key : last;
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static String word(Object value) {
        if (value instanceof SweptSection section) {
            return section.words("+", RunIds::word);
        }
        if (value instanceof List<?> list) {
            return plain(String.join("+", list.stream().map(RunIds::item).toList()));
        }
        return plain(item(value));
    }

    private static String item(Object value) {
        return value instanceof Double number ? number.toString().replace('E', 'e') : String.valueOf(value);
    }

    private static String plain(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        String end = text.substring(text.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._+-]", "_");
        return end.substring(0, Math.min(end.length(), 24)) + "_" + hash(text);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
