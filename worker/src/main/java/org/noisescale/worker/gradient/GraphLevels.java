package org.noisescale.worker.gradient;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.noisescale.worker.batchnorm.NormalizationLevel;
import org.noisescale.worker.batchnorm.StatisticsPool;
import org.noisescale.worker.batchnorm.SyncBatchNormalization;

/**
 * Has layers of a graph that are ready together share their statistics together. The level of a vertex is the largest
 * number of layers of BatchNormalization on a way from the input up to it, itself included. Those of one level need
 * nothing of each other, and nothing but lower levels; so they can stand one after the other behind these, and before
 * the rest of their level.
 */
final class GraphLevels {
    private final ComputationGraph model;
    private final GraphVertex[] vertices;
    /** By the index of a vertex. */
    private final int[] levels;

    private GraphLevels(ComputationGraph model) {
        this.model = model;
        vertices = model.getVertices();
        levels = new int[vertices.length];
        for (int vertex : model.topologicalSortOrder()) {
            levels[vertex] = below(vertices[vertex]) + (normalizes(vertex) ? 1 : 0);
        }
    }

    private int below(GraphVertex vertex) {
        VertexIndices[] inputs = vertex.getInputVertices();
        return inputs == null
                ? 0
                : Arrays.stream(inputs)
                        .mapToInt(input -> levels[input.getVertexIndex()])
                        .max()
                        .orElse(0);
    }

    private boolean normalizes(int vertex) {
        return vertices[vertex].hasLayer() && vertices[vertex].getLayer() instanceof SyncBatchNormalization;
    }

    /**
     * Changes the order of an initialised graph whose layers are substituted, if that saves messages.
     *
     * @param pool in which the layers share
     */
    static void arrange(ComputationGraph model, StatisticsPool pool) {
        GraphLevels graph = new GraphLevels(model);
        if (!graph.readyTogether().isEmpty()) {
            graph.reorder();
            graph.readyTogether().forEach(layers -> join(layers, new NormalizationLevel(pool)));
        }
    }

    /** The layers of BatchNormalization of each level that has several, in the order in which they are computed. */
    private List<List<GraphVertex>> readyTogether() {
        int highest = Arrays.stream(levels).max().orElse(0);
        return IntStream.rangeClosed(1, highest)
                .mapToObj(level -> Arrays.stream(model.topologicalSortOrder())
                        .filter(vertex -> levels[vertex] == level && normalizes(vertex))
                        .mapToObj(vertex -> vertices[vertex])
                        .toList())
                .filter(layers -> layers.size() > 1)
                .toList();
    }

    /**
     * DL4J lays out parameters and gradients in the order of computation: it must have done so before. The order is its
     * own array, by which it goes forward and backward.
     */
    private void reorder() {
        model.initGradientsView();
        int[] order = model.topologicalSortOrder();
        Comparator<Integer> byLevel = Comparator.comparingInt(vertex -> levels[vertex]);
        List<Integer> sorted = Arrays.stream(order)
                .boxed()
                .sorted(byLevel.thenComparing(vertex -> !normalizes(vertex)))
                .toList();
        Arrays.setAll(order, sorted::get);
    }

    /** A layer's input is set when what it comes from is computed, and its gradients when all are that it goes to. */
    private static void join(List<GraphVertex> layers, NormalizationLevel level) {
        layers.forEach(vertex -> level.add((SyncBatchNormalization) vertex.getLayer(), vertex::getEpsilon));
    }
}
