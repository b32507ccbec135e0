package org.noisescale.worker.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.NoOp;
import org.noisescale.worker.gradient.NetworkArchitecture.Hidden;
import org.noisescale.worker.gradient.NetworkArchitecture.Output;

/** Which DL4J layers a multilayer perceptron has. */
final class NetworkArchitectureTest {
    private static Stream<Layer> layers(boolean normalized, double dropout) {
        Hidden hidden = new Hidden(List.of(3, 2), "relu", normalized, dropout);
        return new NetworkArchitecture(4, 2, hidden, Output.SOFTMAX)
                .configuration(1, new NoOp()).getConfs().stream().map(each -> each.getLayer());
    }

    /** With one that keeps all, DL4J draws a random number for every input at every step. */
    @Test
    void hasNoDropoutUnlessAsked() {
        assertThat(layers(true, 0))
                .hasSize(7)
                .allSatisfy(layer -> assertThat(layer.getIDropout()).isNull());
    }

    /** DL4J drops what goes into a layer; features are not dropped. */
    @Test
    void dropsHiddenUnitsOnTheirWayIntoTheNextLayer() {
        assertThat(layers(false, 0.25).map(Layer::getIDropout))
                .containsExactly(null, new Dropout(0.75), new Dropout(0.75));
    }
}
