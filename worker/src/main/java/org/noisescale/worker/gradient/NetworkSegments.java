package org.noisescale.worker.gradient;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.noisescale.parameterserver.layout.Segment;

/**
 * What a network's flat vector consists of. DL4J lists parameters in another order than they lie in memory where
 * vertices branch, so the order is taken from the memory.
 */
final class NetworkSegments {
    private NetworkSegments() {}

    /**
     * A layer of the network.
     *
     * @param name what its segments begin with
     * @param parameters what holds its parameters
     * @param settings what says which of them are weights
     */
    record Owner(String name, Trainable parameters, Layer settings) {}

    static List<Segment> of(INDArray flat, List<Owner> owners) {
        List<Segment> segments = new ArrayList<>();
        for (Owner owner : owners) {
            for (Map.Entry<String, INDArray> entry :
                    owner.parameters().paramTable(false).entrySet()) {
                segments.add(new Segment(
                        owner.name() + "_" + entry.getKey(),
                        Math.toIntExact(entry.getValue().offset() - flat.offset()),
                        Math.toIntExact(entry.getValue().length()),
                        kind(owner, entry.getKey())));
            }
        }
        segments.sort(Comparator.comparingInt(Segment::offset));
        return segments;
    }

    /** DL4J divides by the size of a minibatch what is a gradient, and leaves alone what is a statistic. */
    private static Segment.Kind kind(Owner owner, String parameter) {
        if (!owner.parameters().updaterDivideByMinibatch(parameter)) {
            return Segment.Kind.STATISTIC;
        }
        return owner.settings().initializer().isWeightParam(owner.settings(), parameter)
                ? Segment.Kind.WEIGHT
                : Segment.Kind.BIAS;
    }
}
