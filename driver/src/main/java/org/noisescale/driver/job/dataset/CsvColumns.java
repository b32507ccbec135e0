package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.Nearest;

/**
 * Which columns of a CSV file are what.
 *
 * @param header all columns of the file in order
 * @param labels the positions of the labels, in the order of the model's outputs
 * @param features the positions of the features, in the order of the model's inputs
 */
record CsvColumns(List<String> header, List<Integer> labels, List<Integer> features) implements Serializable {

    /**
     * Finds columns by name.
     *
     * @param features empty for every column but the labels
     * @throws InputException for missing, unnamed and doubled columns
     */
    static CsvColumns of(String file, List<String> header, List<String> labels, List<String> features) {
        Set<String> names = new HashSet<>();
        for (int position = 0; position < header.size(); position++) {
            String name = header.get(position);
            if (name.isEmpty()) {
                throw new InputException(file + ": column " + (position + 1) + " has no name in the header line");
            }
            if (!names.add(name)) {
                throw new InputException(file + ": column " + name + " appears twice in the header line");
            }
        }
        List<Integer> labelPositions =
                labels.stream().map(name -> find(file, header, name)).toList();
        List<Integer> positions = features.isEmpty()
                ? IntStream.range(0, header.size())
                        .filter(position -> !labelPositions.contains(position))
                        .boxed()
                        .toList()
                : features.stream().map(name -> find(file, header, name)).toList();
        if (positions.isEmpty()) {
            throw new InputException(
                    file + ": has no column but the label " + String.join(", ", labels) + "; features are missing");
        }
        return new CsvColumns(List.copyOf(header), labelPositions, positions);
    }

    /** The names of the features. */
    List<String> featureNames() {
        return features.stream().map(header::get).toList();
    }

    private static int find(String file, List<String> header, String name) {
        int position = header.indexOf(name);
        if (position < 0) {
            String nearest = Nearest.find(name, header, Integer.MAX_VALUE).orElseThrow();
            throw new InputException(file + ": has no column " + name + "; the nearest is " + nearest);
        }
        return position;
    }
}
