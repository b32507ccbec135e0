package org.noisescale.driver.job.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.noisescale.driver.study.InputException;

/**
 * What is known of a table before its rows are.
 *
 * @param name for messages
 * @param numbered whether a row's number tells the user where it is
 */
record TableOutline(String name, int featureCount, LabelFormat labels, boolean numbered) {

    /**
     * Reads and checks all pieces, puts them in the order of their splits, and cuts them into blocks, which are not
     * held yet.
     *
     * @param emptiness what to say if there are no rows
     */
    RawExamples examples(JavaRDD<TablePiece> pieces, String emptiness) {
        pieces.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return aligned(pieces, emptiness);
        } catch (InputException e) {
            pieces.unpersist();
            throw e;
        }
    }

    private RawExamples aligned(JavaRDD<TablePiece> pieces, String emptiness) {
        List<TablePiece.Summary> summaries =
                new ArrayList<>(DataJob.collect(name, pieces.map(new TablePiece.Summarising())));
        summaries.sort(Comparator.comparing(TablePiece.Summary::split).thenComparingLong(TablePiece.Summary::firstRow));
        Map<Split, Long> rowsBefore = new HashMap<>();
        Map<String, Long> rowsBeforeFile = new HashMap<>();
        long rows = 0;
        int largestLabel = 0;
        for (TablePiece.Summary piece : summaries) {
            long before = rowsBefore.computeIfAbsent(piece.split(), valueOf(rows));
            String file = piece.split().file();
            long inFile = before - rowsBeforeFile.computeIfAbsent(file, valueOf(before));
            DataProblem problem = piece.problem();
            if (problem != null) {
                throw (numbered ? problem.movedBy(inFile) : problem.withoutRow()).in(file.isEmpty() ? name : file);
            }
            rows += piece.rows();
            largestLabel = Math.max(largestLabel, piece.largestLabel());
        }
        if (rows == 0) {
            throw new InputException(name + ": " + emptiness);
        }
        JavaPairRDD<Long, ExampleBlock> parts = pieces.flatMapToPair(new TableAlignment(rowsBefore));
        return new RawExamples(
                name,
                parts.groupByKey().values().map(new TableAlignment.Joining()),
                rows,
                featureCount,
                labels.type(largestLabel),
                Optional.empty(),
                List.of(pieces));
    }

    private static <K> Function<K, Long> valueOf(long value) {
        return key -> value;
    }
}
