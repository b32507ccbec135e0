package org.noisescale.driver.job.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.job.RunFailedException;
import org.noisescale.driver.study.InputException;

class ResultsPlaceTest {
    private static final String ADDRESS = "memory://lab/results/one";
    private static final String SUMMARY = "/results/one/summary.csv";
    private static final String STEPS = "/results/one/runs/seed=1/steps.csv";
    private static final int FILES_OF_A_RUN = 2;

    @BeforeEach
    void begin() {
        MemoryFileSystem.begin();
    }

    @AfterEach
    void end() {
        MemoryFileSystem.end();
    }

    private static void write(ResultsPlace place, String name, String text) throws IOException {
        Path file = place.folder().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void ofAFolderIsThatFolder(@TempDir Path folder) {
        try (ResultsPlace place = ResultsPlace.of(folder.toString())) {
            place.store();

            assertThat(place.folder()).isEqualTo(folder);
            assertThat(place.nameOf(folder.resolve("report.html"))).isEqualTo(folder + "/report.html");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void ofAnAddressBeginsWithWhatIsThere() {
        MemoryFileSystem.put(STEPS, "step\n1\n");
        MemoryFileSystem.put("/results/another/study.yaml", "name: another");

        try (ResultsPlace place = ResultsPlace.of(ADDRESS + "/")) {
            assertThat(place.folder().resolve("runs/seed=1/steps.csv")).hasContent("step\n1");
            assertThat(place.folder().resolve("study.yaml")).doesNotExist();
            assertThat(place.nameOf(place.folder())).isEqualTo(ADDRESS);
            assertThat(place.nameOf(place.folder().resolve("report.html"))).isEqualTo(ADDRESS + "/report.html");
        }
    }

    @Test
    void ofAnAddressKeepsWhatIsNewAndRemovesWhatIsGone() throws IOException {
        MemoryFileSystem.put("/results/one/runs/seed=1/checkpoint/place", "a mark");
        Path folder;
        try (ResultsPlace place = ResultsPlace.of(ADDRESS)) {
            folder = place.folder();
            write(place, "runs/seed=1/steps.csv", "step\n1\n");
            write(place, "summary.csv", "run\n");
            place.store();
            Files.delete(place.folder().resolve("runs/seed=1/checkpoint/place"));
            write(place, "summary.csv", "run\nseed=1\n");
            write(place, ".lock", "mine");
        }

        assertThat(MemoryFileSystem.files()).isEqualTo(Map.of(STEPS, "step\n1\n", SUMMARY, "run\nseed=1\n"));
        assertThat(folder).doesNotExist();
    }

    @Test
    void ofAnAddressLosesNothingWhereverStoringEnds() throws IOException {
        assertThat(endsWithoutLoss(MemoryFileSystem::begin)).isGreaterThan(5);
    }

    /** Where another name would be a second transfer, files are written under their own. */
    @Test
    void ofAnAddressLosesNothingInAStoreOfObjectsEither() throws IOException {
        assertThat(endsWithoutLoss(() -> {
                    MemoryFileSystem.begin();
                    MemoryFileSystem.becomeAStoreOfObjects();
                }))
                .isEqualTo(1 + FILES_OF_A_RUN);
    }

    /**
     * At whichever change it breaks: each file is old or new, and a run with a row in the summary is there. How many
     * such ends there are, the good one included.
     */
    private static int endsWithoutLoss(Runnable begin) throws IOException {
        int ends = 0;
        boolean broke = true;
        while (broke) {
            begin.run();
            MemoryFileSystem.put(SUMMARY, "run\n");
            MemoryFileSystem.breakAfter(ends);
            broke = !storeARun();
            MemoryFileSystem.repair();

            try (ResultsPlace place = ResultsPlace.of(ADDRESS)) {
                String summary = Files.readString(place.folder().resolve("summary.csv"));
                assertThat(summary).as("after %d", ends).isIn("run\n", "run\nseed=1\n");
                if (summary.contains("seed=1")) {
                    assertThat(place.folder().resolve("runs/seed=1/steps.csv")).hasContent("step\n1");
                }
            }
            ends++;
        }
        return ends;
    }

    private static boolean storeARun() throws IOException {
        try (ResultsPlace place = ResultsPlace.of(ADDRESS)) {
            write(place, "runs/seed=1/steps.csv", "step\n1\n");
            write(place, "summary.csv", "run\nseed=1\n");
            return true;
        } catch (RunFailedException e) {
            return false;
        }
    }

    @Test
    void ofAnAddressSaysWhereTheResultsAreThatItCannotKeep() throws IOException {
        try (ResultsPlace place = ResultsPlace.of(ADDRESS)) {
            write(place, "summary.csv", "run\n");
            MemoryFileSystem.breakAfter(0);

            assertThatThrownBy(place::store)
                    .isInstanceOf(RunFailedException.class)
                    .hasMessage(ADDRESS + " cannot be written: the memory is full; what is missing there is in "
                            + place.folder());
            MemoryFileSystem.repair();
        }
        assertThat(MemoryFileSystem.files()).containsOnlyKeys(SUMMARY);
    }

    @Test
    void ofAnAddressThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> ResultsPlace.of("nowhere://lab/results"))
                .isInstanceOf(InputException.class)
                .hasMessage("nowhere://lab/results cannot be read: No FileSystem for scheme \"nowhere\"");
    }

    @Test
    void ofAnAddressWhoseLibraryIsMissingSaysWhichAndWhereToPutIt() {
        assertThatThrownBy(() -> ResultsPlace.of("s3a://bucket/results"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(
                        "s3a://bucket/results needs",
                        "there is no org.apache.hadoop.fs.s3a.S3AFileSystem",
                        "version 3.4.2");
    }
}
