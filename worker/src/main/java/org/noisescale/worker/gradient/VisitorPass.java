package org.noisescale.worker.gradient;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.worker.array.NativeFloats;
import org.noisescale.worker.batchnorm.SliceDivision;
import org.noisescale.worker.dataset.ExamplePartition;

/** A slice whose last place has another example at each step, and what that one looks like once it is normalised. */
final class VisitorPass implements LanePass {
    private final ExamplePartition examples;
    private final SliceDivision division;
    private final int[] visitors;
    private final INDArray features;
    private final List<float[]> seen = new ArrayList<>();

    /**
     * A slice with nobody in the last place yet.
     *
     * @param residents which examples have the other places
     * @param visitors which example has it at each step
     */
    VisitorPass(ExamplePartition examples, SliceDivision division, int[] residents, int[] visitors) {
        this.examples = examples;
        this.division = division;
        this.visitors = visitors;
        features = Nd4j.createUninitialized(DataType.FLOAT, residents.length + 1, examples.featureCount());
        for (int row = 0; row < residents.length; row++) {
            NativeFloats.copyRow(examples, residents[row], features, row);
        }
    }

    @Override
    public double compute(Network network, Pass pass) {
        int last = Math.toIntExact(features.size(0) - 1);
        NativeFloats.copyRow(examples, visitors[Math.toIntExact(pass.step())], features, last);
        division.begin(pass.step());
        Nd4j.getRandom().setSeed(pass.step());
        seen.add(network.normalized(features).getRow(last).toFloatVector());
        return 0;
    }

    @Override
    public SliceDivision division() {
        return division;
    }

    /** What each visitor looked like, in the order of the steps. */
    List<float[]> seen() {
        return seen;
    }
}
