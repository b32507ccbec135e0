package org.noisescale.worker.batchnorm;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Passes of a BatchNormalization alone, to find out what they cost: DL4J's own, or ours. */
public final class NormalizationTrial {
    private static final String MEMORY = "NORMALIZATION_TRIAL";
    private static final WorkspaceConfiguration SETTINGS =
            WorkspaceConfiguration.builder().build();
    private static final LayerWorkspaceMgr WORKSPACES =
            LayerWorkspaceMgr.builder().defaultWorkspace(MEMORY, SETTINGS).build();

    private final Layer layer;
    private final INDArray input;
    private final INDArray gradient;

    /**
     * A layer with activations and their gradients, drawn at random.
     *
     * @param shape examples and features, or examples, channels, height and width
     * @param direct ours; otherwise DL4J's own
     */
    public NormalizationTrial(List<Integer> shape, boolean direct) {
        Nd4j.factory().blas().setMaxThreads(1);
        long[] sizes = shape.stream().mapToLong(Integer::longValue).toArray();
        input = Nd4j.randn(DataType.FLOAT, sizes);
        gradient = Nd4j.randn(DataType.FLOAT, sizes);
        BatchNormalization settings =
                new BatchNormalization.Builder().nIn(sizes[1]).nOut(sizes[1]).build();
        NeuralNetConfiguration conf =
                new NeuralNetConfiguration.Builder().layer(settings).build();
        long count = settings.initializer().numParams(conf);
        Layer theirs =
                settings.instantiate(conf, List.of(), 0, Nd4j.create(DataType.FLOAT, 1, count), true, DataType.FLOAT);
        layer = direct ? replacement(theirs) : theirs;
        layer.setBackpropGradientsViewArray(Nd4j.create(DataType.FLOAT, 1, count));
    }

    private static Layer replacement(Layer theirs) {
        Layer ours = new SyncBatchNormalization(theirs.conf());
        ours.setParamsViewArray(theirs.params());
        ours.setParamTable(theirs.paramTable());
        return ours;
    }

    /** One forward and one backward pass. */
    public void pass() {
        MemoryWorkspace memory = Nd4j.getWorkspaceManager().getAndActivateWorkspace(SETTINGS, MEMORY);
        try {
            layer.setInput(input, WORKSPACES);
            layer.activate(true, WORKSPACES);
            layer.backpropGradient(gradient, WORKSPACES);
        } finally {
            memory.close();
        }
    }
}
