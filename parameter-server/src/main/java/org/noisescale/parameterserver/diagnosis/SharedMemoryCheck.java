package org.noisescale.parameterserver.diagnosis;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether there is room for what is on its way.
 *
 * @param folder where media drivers keep it
 * @param room empty if there is no such folder, or it cannot be written to
 * @param need of whoever takes part in runs
 */
record SharedMemoryCheck(Path folder, Optional<Room> room, Need need) {
    private static final String SUBJECT = "shared memory";

    /** The size of a file system, and what of it is free. */
    record Room(long sizeBytes, long freeBytes) {}

    /** What has to be there: at least for one run, better for one while what is left of another is still there. */
    record Need(long runBytes, long seriesBytes) {}

    static SharedMemoryCheck measure(Path folder, Need need) {
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            return new SharedMemoryCheck(folder, Optional.empty(), need);
        }
        try {
            FileStore store = Files.getFileStore(folder);
            Room room = new Room(store.getTotalSpace(), store.getUsableSpace());
            return new SharedMemoryCheck(folder, Optional.of(room), need);
        } catch (IOException unreadable) {
            return new SharedMemoryCheck(folder, Optional.empty(), need);
        }
    }

    Finding finding() {
        if (room.isEmpty()) {
            return Finding.wrong(
                    SUBJECT,
                    folder + " is not a folder that this user can write to",
                    "mount memory there (" + mount() + "), or name another folder in NOISESCALE_MEDIA_DRIVERS");
        }
        String measured = folder + " has " + Bytes.mebibytes(room.get().sizeBytes()) + ", "
                + Bytes.mebibytes(room.get().freeBytes()) + " free; a run needs up to "
                + Bytes.mebibytes(need.runBytes())
                + ", runs one after the other up to " + Bytes.mebibytes(need.seriesBytes());
        return room.get().freeBytes() >= need.runBytes()
                ? Finding.good(SUBJECT, measured)
                : Finding.wrong(SUBJECT, measured, "give it more: " + mount());
    }

    private String mount() {
        return "in a pod an emptyDir {medium: Memory, sizeLimit: " + Bytes.mebibytes(need.seriesBytes()) + "} at "
                + folder + ", in Docker --shm-size=" + Bytes.ceiling(need.seriesBytes()) + "m";
    }
}
