package org.noisescale.driver.job.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.EvaluationSplit;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.Scaling;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;

class IdxDatasetTest {
    private static final int COUNT = 1500;
    private static final byte[] IMAGES = TableFile.idxImages(COUNT, 3, 5);

    @TempDir
    private Path folder;

    private String images = "";
    private String labels = "";

    @BeforeEach
    void writeGoodFiles() {
        images = TableFile.bytes(folder, "images", IMAGES);
        labels = TableFile.bytes(folder, "labels", TableFile.idxLabels(COUNT, 10));
    }

    @Test
    void readsImagesOfAnySizeAndTheirLabels() {
        assertHoldsTheImages(images, labels);
    }

    @Test
    void readsGzippedFilesWhateverTheirName() {
        assertHoldsTheImages(
                TableFile.bytes(folder, "packed", TableFile.gzip(IMAGES)),
                TableFile.bytes(folder, "packedLabels", TableFile.gzip(TableFile.idxLabels(COUNT, 10))));
    }

    @Test
    void takesEvaluationExamplesFromFilesOfTheirOwn() {
        String testImages = TableFile.bytes(folder, "testImages", TableFile.idxImages(4, 3, 5));
        String testLabels = TableFile.bytes(folder, "testLabels", TableFile.idxLabels(4, 10));
        EvaluationSplit own = new EvaluationSplit.File(testImages, testLabels);

        try (StoredDataset dataset = open(images, labels, 0, own)) {
            WorkerPartition worker =
                    dataset.partitions(new BatchShares(2, 2), 1).first();

            assertThat(dataset.report().trainingExamples()).isEqualTo(COUNT);
            assertThat(worker.evaluation())
                    .extracting(ExamplePartition::exampleCount)
                    .containsExactly(2, 2);
            assertThat(worker.evaluation().get(1).index(0)).isEqualTo(COUNT + 2L);
            assertThat(worker.evaluation().get(1).features()[0]).isEqualTo(14);
        }
    }

    @Test
    void drawsTheSheetFromPaperToInk() {
        try (StoredDataset dataset = open(images, labels, 0, new EvaluationSplit.Last(1))) {
            ContactSheet sheet = dataset.contactSheet().orElseThrow();
            ExamplePartition training = dataset.partitions(new BatchShares(1, 1), 1)
                    .first()
                    .training()
                    .get(0);

            byte[] pixels = Base64.getDecoder().decode(sheet.pixels());
            assertThat(sheet.height()).isEqualTo(3);
            assertThat(sheet.width()).isEqualTo(5);
            for (int i = 0; i < pixels.length; i++) {
                assertThat(pixels[i] & 0xff).isEqualTo((int) training.features()[i]);
            }
        }
    }

    @Test
    void refusesExchangedFiles() {
        assertThat(refusal(/* images= */ labels, /* labels= */ images, 0))
                .isEqualTo(images + ": begins with 0x00000803, but labels begin with 0x00000801;"
                        + " check that images and labels are not exchanged");
    }

    @Test
    void refusesAWrongMagicNumber() {
        String wrong = TableFile.bytes(folder, "wrong", IMAGES.clone());
        TableFile.bytes(
                folder,
                "wrong",
                ByteBuffer.wrap(IMAGES.clone()).putInt(0, 0x0d03).array());

        assertThat(refusal(wrong, labels, 0))
                .startsWith(wrong + ": begins with 0x00000d03, but images begin with 0x00000803");
    }

    @Test
    void namesTheImageWithWhichAFileBreaksOff() {
        String cut = TableFile.bytes(folder, "cut", Arrays.copyOf(IMAGES, 16 + 15 * 700 + 3));

        assertThat(refusal(cut, labels, 0))
                .isEqualTo(cut + ", row 701: is cut off: the header says 1500, there are 700; fetch the file again");
    }

    @Test
    void refusesFilesThatEndInTheirHeaderOrGoOnTooLong() {
        String head = TableFile.bytes(folder, "head", Arrays.copyOf(IMAGES, 9));
        String tail = TableFile.bytes(folder, "tail", Arrays.copyOf(IMAGES, IMAGES.length + 1));

        assertThat(refusal(head, labels, 0)).startsWith(head + ": ends early");
        assertThat(refusal(tail, labels, 0)).startsWith(tail + ": goes on after the 1500 records of its header");
    }

    @Test
    void refusesATruncatedOrDamagedGzipStream() {
        byte[] packed = TableFile.gzip(IMAGES);
        byte[] damaged = packed.clone();
        Arrays.fill(damaged, 20, 30, (byte) 0x55);
        String cut = TableFile.bytes(folder, "cut.gz", Arrays.copyOf(packed, packed.length / 2));
        String broken = TableFile.bytes(folder, "broken.gz", damaged);

        assertThat(refusal(cut, labels, 0))
                .isEqualTo(cut + ": ends early, within its header or its gzip stream; fetch the file again");
        assertThat(refusal(broken, labels, 0))
                .startsWith(broken + ": is damaged")
                .hasLineCount(1);
    }

    @Test
    void refusesAHeaderThatPromisesNothingOrTooMuch() {
        String none = TableFile.bytes(
                folder, "none", ByteBuffer.wrap(IMAGES.clone()).putInt(4, 0).array());
        String huge = TableFile.bytes(
                folder,
                "huge",
                ByteBuffer.wrap(IMAGES.clone()).putInt(8, 1 << 30).array());

        assertThat(refusal(none, labels, 0)).contains("0 records of 3x5 bytes, which is nothing");
        assertThat(refusal(huge, labels, 0)).contains("more than 2 GiB are not supported");
    }

    @Test
    void refusesFilesThatDoNotBelongTogether() {
        String few = TableFile.bytes(folder, "few", TableFile.idxLabels(1499, 10));
        String other = TableFile.bytes(folder, "other", TableFile.idxImages(COUNT, 5, 3));

        assertThat(refusal(images, few, 0))
                .isEqualTo(
                        few + ": holds 1499 labels, but " + images + " holds 1500 images; they do not belong together");
        assertThat(catchThrowableOfType(
                        InputException.class, () -> open(images, labels, 0, new EvaluationSplit.File(other, labels))))
                .hasMessage(other + ": examples have 5x3 pixels, but those of " + images
                        + " have 3x5 pixels; training and evaluation files must be alike");
    }

    @Test
    void namesTheRecordOfALabelThatIsOutOfRange() {
        assertThat(refusal(images, labels, 9))
                .isEqualTo(labels + ", row 10: label 9 is out of range, as classes is 9; labels must be in [0, 9)");
    }

    @Test
    void refusesAnEmptyFile() {
        String empty = TableFile.bytes(folder, "empty", new byte[0]);

        assertThat(refusal(empty, labels, 0)).startsWith(empty + ": is empty");
    }

    private static void assertHoldsTheImages(String images, String labels) {
        try (StoredDataset dataset = open(images, labels, 10, new EvaluationSplit.Fraction(0.1))) {
            ExamplePartition training = dataset.partitions(new BatchShares(1, 1), 1)
                    .first()
                    .training()
                    .get(0);

            assertThat(training.exampleCount()).isEqualTo(1350);
            for (int position = 0; position < training.exampleCount(); position++) {
                long index = training.index(position);
                assertThat(training.label(position)).isEqualTo((int) index % 10);
                assertThat(training.features()[position * 15 + 14]).isEqualTo((float) ((7 * index + 14) % 256));
            }
        }
    }

    private static String refusal(String images, String labels, int classes) {
        return String.valueOf(catchThrowableOfType(
                        InputException.class, () -> open(images, labels, classes, new EvaluationSplit.Last(1)))
                .getMessage());
    }

    private static StoredDataset open(String images, String labels, int classes, EvaluationSplit split) {
        return StoredDataset.open(
                LocalSpark.session(), new DataPlan.Idx(images, labels, classes, split, Scaling.NONE, 1));
    }
}
