package org.noisescale.worker.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.worker.batchnorm.SliceDivision;
import org.noisescale.worker.batchnorm.StatisticsPool;
import org.noisescale.worker.batchnorm.StatisticsScope;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.KeyedPermutation;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;

/**
 * Several devices with shared statistics compute what one device computes; {@link LayerSubstitutionTest} holds that one
 * against DL4J's own layers. Few examples are normalised by small deviations, which magnify what single precision has
 * rounded before; so the one device is in single precision as well.
 */
class SharedNormalizationTest {
    private static final int CLASSES = 3;
    private static final double ROUNDING = 1e-6;

    static Stream<Arguments> divisions() {
        List<List<Integer>> divisions =
                List.of(List.of(7), List.of(5, 4), List.of(1, 6, 2), List.of(3, 1, 4, 2), List.of(1, 1, 1, 1));
        return Stream.of(
                        Arguments.of("features", dense(new BatchNormalization()), InputShape.flat(4)),
                        Arguments.of(
                                "fixed scale",
                                dense(new BatchNormalization.Builder()
                                        .lockGammaBeta(true)
                                        .useLogStd(false)
                                        .decay(0.7)
                                        .build()),
                                InputShape.flat(4)),
                        Arguments.of("images", images(CNN2DFormat.NCHW), new InputShape(List.of(2, 5, 6))),
                        Arguments.of("channels last", images(CNN2DFormat.NHWC), new InputShape(List.of(5, 6, 2))),
                        Arguments.of("branches of images of two sizes", branches(), new InputShape(List.of(2, 5, 6))))
                .flatMap(kind -> divisions.stream()
                        .map(division -> Arguments.of(kind.get()[0], kind.get()[1], kind.get()[2], division)));
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("divisions")
    void giveWhatOneDeviceGives(
            String name, NetworkConfiguration configuration, InputShape input, List<Integer> division)
            throws InterruptedException {
        NetworkPlan plan = new NetworkPlan(configuration, input, new SamplingPlan(5, false));
        int examples = division.stream().mapToInt(Integer::intValue).sum();
        Random random = new Random(3);
        INDArray features = features(random, examples, Math.toIntExact(input.featureCount()));
        INDArray labels = labels(random, examples);
        Network whole = plan.newNetwork(DataType.FLOAT);
        double loss = whole.computeGradient(rows(features, 0, examples), rows(labels, 0, examples)) * examples;
        List<INDArray> activations = activations(whole, input, rows(features, 0, examples));

        List<Part> parts = compute(plan, division, rank -> SliceDivision.WHOLE, features, labels);

        assertThat(parts.stream().mapToDouble(Part::lossSum).sum() / loss - 1).isBetween(-ROUNDING, ROUNDING);
        for (int layer = 0; layer < activations.size(); layer++) {
            int at = layer;
            INDArray all = Nd4j.concat(
                    0, parts.stream().map(part -> part.activations.get(at)).toArray(INDArray[]::new));
            assertClose(all, activations.get(layer));
        }
        assertClose(sum(parts, whole.segments()), whole.gradient());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("divisions")
    void ghostBatchesAreSlicesOfTheirOwn(
            String name, NetworkConfiguration configuration, InputShape input, List<Integer> division)
            throws InterruptedException {
        int ghosts = division.size();
        NetworkPlan plan = new NetworkPlan(configuration, input, new SamplingPlan(5, false));
        Random random = new Random(3);
        INDArray features = features(random, 3 * ghosts, Math.toIntExact(input.featureCount()));
        INDArray labels = labels(random, 3 * ghosts);
        List<INDArray> alone = new ArrayList<>();
        Network each = plan.newNetwork(DataType.FLOAT);
        for (int ghost = 0; ghost < ghosts; ghost++) {
            each.computeGradient(rows(features, 3 * ghost, 3), rows(labels, 3 * ghost, 3));
            alone.add(each.gradient().dup());
        }

        Network together = plan.withScope(new StatisticsScope(1, 3)).newNetwork(DataType.FLOAT);
        together.computeGradient(features.castTo(DataType.FLOAT), labels.castTo(DataType.FLOAT));

        assertClose(together.gradient(), sumOf(alone, each.segments()));
    }

    static Stream<Arguments> shuffles() {
        return Stream.of("8, 2, 1", "9, 2, 1", "4, 4, 1", "14, 4, 1", "14, 4, 2", "13, 6, 3")
                .flatMap(sizes -> divisions()
                        .filter(arguments -> ((List<?>) arguments.get()[3]).size() == 1)
                        .map(kind -> Arguments.of(kind.get()[0], kind.get()[1], kind.get()[2], sizes)));
    }

    /** Batch size, virtual workers, and how many of these a group is as large as. */
    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("shuffles")
    void shufflingIsThatOfOneDeviceWhichPutsTheExamplesInAnotherOrder(
            String name, NetworkConfiguration configuration, InputShape input, String sizes)
            throws InterruptedException {
        int[] size = Stream.of(sizes.split(", ")).mapToInt(Integer::parseInt).toArray();
        BatchShares shares = new BatchShares(size[0], size[1]);
        NetworkPlan plan = new NetworkPlan(configuration, input, new SamplingPlan(5, false))
                .withScope(StatisticsScope.shuffled(size[2]));
        Random random = new Random(3);
        INDArray features = features(random, size[0], Math.toIntExact(input.featureCount()));
        INDArray labels = labels(random, size[0]);
        int[] order = order(17, 6, size[0]);
        Network one = plan.newNetwork(DataType.FLOAT);
        List<INDArray> gradients = new ArrayList<>();
        double loss = 0;
        for (int first = 0, group = 0; first < size[0]; group++) {
            int[] members = Arrays.copyOfRange(order, first, first + countOf(shares, group * size[2], size[2]));
            loss += one.computeGradient(
                            features.getRows(members).castTo(DataType.FLOAT),
                            labels.getRows(members).castTo(DataType.FLOAT))
                    * members.length;
            gradients.add(one.gradient().dup());
            first += members.length;
        }

        List<Integer> slices =
                IntStream.range(0, size[1]).mapToObj(shares::share).toList();
        List<Part> parts = compute(
                plan,
                slices,
                rank -> {
                    SliceDivision division = plan.scope().division(17, shares, rank);
                    division.begin(6);
                    return division;
                },
                features,
                labels);

        assertThat(parts.stream().mapToDouble(Part::lossSum).sum() / loss - 1).isBetween(-ROUNDING, ROUNDING);
        assertClose(sum(parts, one.segments()), sumOf(gradients, one.segments()));
    }

    private static int countOf(BatchShares shares, int first, int count) {
        return IntStream.range(first, first + count).map(shares::share).sum();
    }

    /** Which example comes to each place: the permutation that step and seed say, turned around. */
    private static int[] order(long seed, long step, int examples) {
        long key = CounterRandom.derive(CounterRandom.derive(seed, 0x73687566666c65L), step);
        KeyedPermutation places = new KeyedPermutation(key, examples);
        int[] order = new int[examples];
        for (int example = 0; example < examples; example++) {
            order[(int) places.at(example)] = example;
        }
        return order;
    }

    /** What one device has. */
    private record Part(double lossSum, INDArray gradient, List<INDArray> activations) {}

    private static List<Part> compute(
            NetworkPlan plan,
            List<Integer> division,
            IntFunction<SliceDivision> divisionOfSlice,
            INDArray features,
            INDArray labels)
            throws InterruptedException {
        Meeting meeting = new Meeting(division.size());
        ExecutorService threads = Executors.newFixedThreadPool(division.size());
        try {
            List<Future<Part>> results = new ArrayList<>();
            int first = 0;
            for (int rank = 0; rank < division.size(); rank++) {
                StatisticsPool pool = meeting.pool(rank);
                SliceDivision parts = divisionOfSlice.apply(rank);
                int count = division.get(rank);
                INDArray own = rows(features, first, count);
                INDArray wanted = rows(labels, first, count);
                results.add(threads.submit(() -> part(plan.newNetwork(parts, pool), plan.input(), own, wanted)));
                first += count;
            }
            List<Part> computed = new ArrayList<>();
            for (Future<Part> result : results) {
                computed.add(result.get(60, TimeUnit.SECONDS));
            }
            return computed;
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Part part(Network network, InputShape input, INDArray features, INDArray labels) {
        double loss = network.computeGradient(features, labels) * features.size(0);
        return new Part(loss, network.gradient().dup(), activations(network, input, features));
    }

    private static List<INDArray> activations(Network network, InputShape input, INDArray features) {
        Collection<INDArray> activations = network instanceof GraphNetwork graph
                ? new TreeMap<>(graph.model().feedForward(new INDArray[] {input.of(features)}, true)).values()
                : ((LayeredNetwork) network).model().feedForward(input.of(features), true);
        return activations.stream().map(INDArray::dup).toList();
    }

    private static INDArray sum(List<Part> parts, List<Segment> segments) {
        return sumOf(parts.stream().map(Part::gradient).toList(), segments);
    }

    /** As a server adds them: gradients are summed, statistics averaged. */
    private static INDArray sumOf(List<INDArray> gradients, List<Segment> segments) {
        INDArray sum = Nd4j.zeros(DataType.DOUBLE, gradients.get(0).shape());
        gradients.forEach(gradient -> sum.addi(gradient.castTo(DataType.DOUBLE)));
        for (Segment segment : segments) {
            if (!segment.kind().isTrainable()) {
                sum.get(NDArrayIndex.all(), NDArrayIndex.interval(segment.offset(), segment.end()))
                        .divi(gradients.size());
            }
        }
        return sum;
    }

    private static void assertClose(INDArray ours, INDArray reference) {
        INDArray expected = reference.castTo(DataType.DOUBLE);
        INDArray difference = ours.castTo(DataType.DOUBLE).sub(expected);
        assertThat(difference.norm2Number().doubleValue()
                        / expected.norm2Number().doubleValue())
                .isLessThan(ROUNDING);
    }

    private static INDArray rows(INDArray matrix, int first, int count) {
        return matrix.get(NDArrayIndex.interval(first, first + count), NDArrayIndex.all())
                .castTo(DataType.FLOAT)
                .dup('c');
    }

    private static INDArray features(Random random, int size, int count) {
        INDArray values = Nd4j.create(DataType.DOUBLE, size, count);
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < count; column++) {
                values.putScalar(row, column, (float) random.nextGaussian());
            }
        }
        return values;
    }

    private static INDArray labels(Random random, int size) {
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, size, CLASSES);
        for (int row = 0; row < size; row++) {
            labels.putScalar(row, random.nextInt(CLASSES), 1);
        }
        return labels;
    }

    private static NetworkConfiguration dense(BatchNormalization normalization) {
        return layered(
                InputType.feedForward(4),
                new DenseLayer.Builder().nOut(7).activation(Activation.TANH).build(),
                normalization,
                new DenseLayer.Builder().nOut(6).activation(Activation.IDENTITY).build(),
                new BatchNormalization(),
                new ActivationLayer(Activation.SOFTPLUS));
    }

    private static NetworkConfiguration images(CNN2DFormat format) {
        return layered(
                InputType.convolutional(5, 6, 2, format),
                new ConvolutionLayer.Builder(3, 3).nOut(4).dataFormat(format).build(),
                new BatchNormalization.Builder().dataFormat(format).build(),
                new ActivationLayer(Activation.SOFTPLUS),
                new GlobalPoolingLayer());
    }

    /** The layers on images of 5×6 and of 3×4 are ready together; the third one needs one of these. */
    private static NetworkConfiguration branches() {
        return NetworkConfiguration.of(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("in")
                .addLayer("fine", new ConvolutionLayer.Builder(1, 1).nOut(4).build(), "in")
                .addLayer("bn_fine", new BatchNormalization(), "fine")
                .addLayer("behind", new ConvolutionLayer.Builder(3, 3).nOut(3).build(), "bn_fine")
                .addLayer("bn_behind", new BatchNormalization(), "behind")
                .addLayer("small", new GlobalPoolingLayer(), "bn_behind")
                .addLayer("coarse", new ConvolutionLayer.Builder(3, 3).nOut(2).build(), "in")
                .addLayer("bn_coarse", new BatchNormalization(), "coarse")
                .addLayer("softplus", new ActivationLayer(Activation.SOFTPLUS), "bn_coarse")
                .addLayer("pooled", new GlobalPoolingLayer(), "softplus")
                .addVertex("both", new MergeVertex(), "small", "pooled")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .nOut(CLASSES)
                                .build(),
                        "both")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(5, 6, 2))
                .build());
    }

    private static NetworkConfiguration layered(InputType input, Layer... hidden) {
        NeuralNetConfiguration.ListBuilder layers =
                new NeuralNetConfiguration.Builder().seed(1).updater(new NoOp()).list();
        for (Layer layer : hidden) {
            layers.layer(layer);
        }
        return NetworkConfiguration.of(layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nOut(CLASSES)
                        .build())
                .setInputType(input)
                .build());
    }
}
