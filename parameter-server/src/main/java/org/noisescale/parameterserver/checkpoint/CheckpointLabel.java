package org.noisescale.parameterserver.checkpoint;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which state a file holds.
 *
 * @param run the fingerprint of everything that the state depends on but its version: 64 hexadecimal digits
 * @param shard which one of how many {@code shards}
 * @param version after how many steps
 */
record CheckpointLabel(String run, int shard, int shards, long version) {
    private static final Pattern NAME = Pattern.compile("shard-[0-9]{1,9}-step-([0-9]{1,18})\\.checkpoint");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    /** Checks the ranges. */
    CheckpointLabel {
        if (!isFingerprint(run)) {
            throw new IllegalArgumentException("run must be 64 hexadecimal digits, was " + run);
        }
        if (shard < 0 || shard >= shards) {
            throw new IllegalArgumentException("shard must be in [0, " + shards + " shards), was " + shard);
        }
        if (version < 0) {
            throw new IllegalArgumentException("version must be at least 0, was " + version);
        }
    }

    /** Whether a text may be the fingerprint of a run. */
    static boolean isFingerprint(String text) {
        return FINGERPRINT.matcher(text).matches();
    }

    /** The name of its file. */
    String fileName() {
        return "shard-" + shard + "-step-" + version + ".checkpoint";
    }

    /** The version that a file holds by its name, if that is one of a checkpoint. */
    static Optional<Long> findVersion(String fileName) {
        Matcher matcher = NAME.matcher(fileName);
        return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    /** The same of a file of this shard. */
    static Optional<Long> findVersion(String fileName, int shard) {
        return fileName.startsWith("shard-" + shard + "-") ? findVersion(fileName) : Optional.empty();
    }
}
