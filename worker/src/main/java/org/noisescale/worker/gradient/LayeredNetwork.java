package org.noisescale.worker.gradient;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.noisescale.parameterserver.layout.Segment;

/** DL4J's network of layers, one after the other. */
record LayeredNetwork(MultiLayerNetwork model, InputShape input) implements Network {
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
        return List.of(model.getLayers());
    }

    @Override
    public List<Segment> segments() {
        List<NetworkSegments.Owner> owners = new ArrayList<>();
        for (Layer layer : model.getLayers()) {
            owners.add(new NetworkSegments.Owner(
                    String.valueOf(owners.size()), layer, layer.conf().getLayer()));
        }
        return NetworkSegments.of(parameters(), owners);
    }

    @Override
    public double computeGradient(INDArray features, INDArray labels) {
        model.setInput(input.of(features));
        model.setLabels(labels);
        model.computeGradientAndScore();
        return model.score();
    }

    @Override
    public INDArray output(INDArray features) {
        return model.output(input.of(features), false);
    }

    @Override
    public INDArray losses(INDArray features, INDArray labels) {
        return model.scoreExamples(new DataSet(input.of(features), labels), false);
    }

    @Override
    public INDArray normalized(INDArray features) {
        int last = ChannelMeans.lastNormalizing(layers());
        List<INDArray> activations = model.feedForwardToLayer(last, input.of(features), true);
        return ChannelMeans.of(model.getLayer(last), activations.get(last + 1));
    }
}
