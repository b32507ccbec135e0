package org.noisescale.driver.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A simulated study of a classifier: tr Σ and |G|² fall as the loss does, and each step measures them with the scatter
 * of eight virtual workers.
 */
record ClassifierStudy(String name, List<Integer> batchSizes, int seeds, int steps, double noiseFactor) {
    static final ClassifierStudy BATCH_NOISE =
            new ClassifierStudy("batch-noise", List.of(16, 32, 64, 128, 256, 512), 3, 400, 1);

    Path writeTo(Path directory) {
        boolean swept = batchSizes.size() > 1;
        ResultFolder folder = new ResultFolder(directory, yaml(swept), swept ? "training.batchSize" : "");
        for (int batchSize : batchSizes) {
            for (int seed = 1; seed <= seeds; seed++) {
                addRun(folder, batchSize, seed, swept);
            }
        }
        folder.write("contact-sheet.json", contactSheet());
        return directory;
    }

    private void addRun(ResultFolder folder, int batchSize, int seed, boolean swept) {
        Random random = new Random(1000L * batchSize + seed);
        List<String> lines = new ArrayList<>();
        double pace = 1 + 0.02 * random.nextGaussian();
        for (int step = 1; step <= steps; step++) {
            lines.add(line(step, batchSize, pace, random));
        }
        String cells = (swept ? batchSize + "," : "")
                + String.format(
                        Locale.ROOT,
                        "%d,%d,%d,%.3f,,%.5f,%.5f,%.4f,%.5f,%.4f,%.2f,%.2f,%s,%064x",
                        seed,
                        steps,
                        steps * batchSize,
                        steps * 0.012,
                        0.24,
                        0.29,
                        0.955,
                        0.05,
                        14.2,
                        284.0,
                        231.0,
                        batchSize < 32 ? "Infinity" : "349.0",
                        random.nextLong() >>> 1);
        String id = "batch-" + batchSize + "-seed-" + seed;
        folder.addRun(id, cells, lines);
        folder.write("runs/" + id + "/recall.csv", "class,examples,recall\n0,50,0.9\n1,30,0.8\n2,0,\n");
        folder.write(
                "runs/" + id + "/confusion.csv",
                "class,0,1,2\n0,45,5,0\n1," + (seed - 1) + "," + 24 + "," + (7 - seed) + "\n2,0,0,0\n");
    }

    private String line(int step, int batchSize, double pace, Random random) {
        double progress = Math.exp(-step * pace / 60.0);
        double trace = noiseFactor * (9 + 22 * progress + 0.3 * Math.log(batchSize / 16.0));
        double norm = 0.03 + 0.35 * progress;
        double measuredTrace = trace * (1 + 0.2 * random.nextGaussian());
        double measuredNorm = norm
                + Math.sqrt(4 * norm * trace / 40 / batchSize + 2 * trace * trace / 40 / batchSize / batchSize)
                        * random.nextGaussian();
        double loss = (0.22 + 2.08 * progress) * (1 + 0.9 / Math.sqrt(batchSize) * random.nextGaussian());
        boolean evaluated = step % 40 == 0;
        double accuracy = 0.965 - 0.85 * progress - 0.1 / batchSize + 0.003 * random.nextGaussian();
        return String.format(
                        Locale.ROOT,
                        "%d,%d,%.4f,,%.6f,0.1,%.6g,%.6g,",
                        step,
                        step * batchSize,
                        step * 0.012,
                        Math.abs(loss),
                        measuredNorm,
                        measuredTrace)
                + (evaluated ? String.format(Locale.ROOT, ",%.5f,%.5f", 0.25 + 2 * progress, accuracy) : ",,");
    }

    private String yaml(boolean swept) {
        return "name: " + name + "\n"
                + "question: How does the gradient noise change with the batch size?\n"
                + "draws: [loss-curves, evaluation-accuracy, confusion-matrix, noise-trace, noise-scale, contact-sheet]\n"
                + "data: {source: strokes, examples: 20000, seed: 1}\n"
                + "model: {kind: mlp, hidden: [128], activation: relu}\n"
                + "optimizer: {kind: sgd, learningRate: " + 0.1 * noiseFactor + "}\n"
                + "training: {workers: 2, virtualWorkers: 8, batchSize: " + batchSizes.get(0) + ", steps: " + steps
                + ", synchronization: bsp}\n"
                + (swept ? "sweep: {training.batchSize: " + batchSizes + "}\n" : "sweep: {}\n");
    }

    private static String contactSheet() {
        byte[] pixels = new byte[4 * 10 * 28 * 28];
        StringBuilder labels = new StringBuilder();
        Random random = new Random(7);
        for (int tile = 0; tile < 40; tile++) {
            labels.append(tile == 0 ? "" : ",").append('"').append(tile % 10).append('"');
            double radius = 5 + tile % 10 * 0.5 + random.nextDouble();
            for (int i = 0; i < 28 * 28; i++) {
                double distance = Math.hypot(Math.floorDiv(i, 28) - 13.5, (i % 28 - 13.5) * (1 + tile % 3 * 0.3));
                double ink = Math.max(0, 1.3 - Math.abs(distance - radius) / 1.6);
                pixels[tile * 28 * 28 + i] = (byte) Math.min(255, (int) (255 * ink));
            }
        }
        return "{\"rows\":4,\"columns\":10,\"height\":28,\"width\":28,\"labels\":[" + labels + "],\"pixels\":\""
                + Base64.getEncoder().encodeToString(pixels) + "\"}";
    }
}
