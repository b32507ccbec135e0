package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.CncFileDescriptor;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file of a driver that runs in this JVM, copied and changed into those of others. */
@Timeout(60)
final class DriverFoldersIT {
    private static final long OWN = ProcessHandle.current().pid();
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private final AeronNode node = AeronNode.open();

    @TempDir
    private Path parent;

    private DriverFolders folders = DriverFolders.ofThisJvm();

    @BeforeEach
    void chooseParent() {
        folders = new DriverFolders(parent, "ours-");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private static long pidOfTheDead() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    private static Path copy(Path source, Path folder, long pid, Instant began, Instant heard) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.copy(source.resolve(CncFileDescriptor.CNC_FILE), folder.resolve(CncFileDescriptor.CNC_FILE));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            UnsafeBuffer values = CncFileDescriptor.createMetaDataBuffer(mapped);
            values.putLong(CncFileDescriptor.pidOffset(0), pid);
            values.putLong(CncFileDescriptor.startTimestampOffset(0), began.toEpochMilli());
            new ManyToOneRingBuffer(CncFileDescriptor.createToDriverBuffer(mapped, values))
                    .consumerHeartbeatTime(heard.toEpochMilli());
        }
        return folder;
    }

    private Path driver(String name, long pid, Instant began, Instant heard) throws IOException {
        return copy(Path.of(node.folder()), parent.resolve(name), pid, began, heard);
    }

    @Test
    void whatADeadProcessHasLeftIsRemovedWhateverElseIsThere() throws IOException, InterruptedException {
        Path dead = driver("ours-dead", pidOfTheDead(), LONG_AGO, Instant.now());
        Files.createDirectories(dead.resolve("publications"));
        Files.writeString(dead.resolve("publications/1.logbuffer"), "x");

        assertThat(folders.removeAbandoned()).isEqualTo(1);

        assertThat(dead).doesNotExist();
    }

    @Test
    void theLivingAndTheFoldersOfOthersAreLeftAlone() throws IOException, InterruptedException {
        Path silent = driver("ours-silent", OWN, Instant.now(), LONG_AGO);
        Path foreign = driver("theirs-dead", pidOfTheDead(), LONG_AGO, LONG_AGO);
        Path beginning = Files.createDirectories(parent.resolve("ours-beginning"));

        assertThat(folders.removeAbandoned()).isZero();

        assertThat(silent).isDirectory();
        assertThat(foreign).isDirectory();
        assertThat(beginning).isDirectory();
    }

    @Test
    void aProcessThatHasTheNumberOfADeadOneKeepsOnlyWhatSpeaks() throws IOException {
        Path silent = driver("ours-silent", OWN, LONG_AGO, LONG_AGO);
        Path speaking = driver("ours-speaking", OWN, LONG_AGO, Instant.now());

        assertThat(folders.removeAbandoned()).isEqualTo(1);

        assertThat(silent).doesNotExist();
        assertThat(speaking).isDirectory();
    }

    @Test
    void whatNeverBecameADriverIsRemovedInTheEnd() throws IOException {
        Path stillborn = Files.createDirectories(parent.resolve("ours-stillborn"));
        Files.setLastModifiedTime(stillborn, FileTime.from(LONG_AGO));

        assertThat(folders.removeAbandoned()).isEqualTo(1);

        assertThat(stillborn).doesNotExist();
    }

    @Test
    void theFolderOfThisJvmIsOneOfThem() {
        Path own = Path.of(node.folder());

        assertThat(own.getFileName().toString())
                .startsWith(DriverFolders.ofThisJvm().prefix());
        AeronNode.removeAbandoned();
        assertThat(own).isDirectory();
    }
}
