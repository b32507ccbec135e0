package org.noisescale.worker.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.noisescale.parameterserver.layout.Segment;

/** DL4J's graph of layers and vertices. */
record GraphNetwork(ComputationGraph model, InputShape input) implements Network {
    @Override
    public INDArray parameters() {
        return model.params();
    }

    @Override
    public INDArray gradient() {
        if (model.getFlattenedGradients() == null) {
            model.initGradientsView();
        }
        return model.getFlattenedGradients();
    }

    @Override
    public List<Layer> layers() {
        return places().stream().map(GraphVertex::getLayer).toList();
    }

    /** The vertices that are layers, in the order in which they are computed. */
    private List<GraphVertex> places() {
        return Arrays.stream(model.topologicalSortOrder())
                .mapToObj(position -> model.getVertices()[position])
                .filter(GraphVertex::hasLayer)
                .toList();
    }

    @Override
    public List<Segment> segments() {
        List<NetworkSegments.Owner> owners = new ArrayList<>();
        for (GraphVertex vertex : model.getVertices()) {
            if (vertex.hasLayer()) {
                owners.add(new NetworkSegments.Owner(
                        vertex.getVertexName(),
                        vertex.getLayer(),
                        vertex.getLayer().conf().getLayer()));
            }
        }
        return NetworkSegments.of(parameters(), owners);
    }

    @Override
    public double computeGradient(INDArray features, INDArray labels) {
        model.setInput(0, input.of(features));
        model.setLabel(0, labels);
        model.computeGradientAndScore();
        return model.score();
    }

    @Override
    public INDArray output(INDArray features) {
        return model.output(false, input.of(features))[0];
    }

    @Override
    public INDArray losses(INDArray features, INDArray labels) {
        return model.scoreExamples(new DataSet(input.of(features), labels), false);
    }

    @Override
    public INDArray normalized(INDArray features) {
        GraphVertex last = places().get(ChannelMeans.lastNormalizing(layers()));
        Map<String, INDArray> activations = model.feedForward(new INDArray[] {input.of(features)}, true);
        return ChannelMeans.of(last.getLayer(), Objects.requireNonNull(activations.get(last.getVertexName())));
    }
}
