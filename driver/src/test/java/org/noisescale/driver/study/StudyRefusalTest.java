package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a study is said in one line: where, what, and how to mend it. */
class StudyRefusalTest {
    @Test
    void namesTheLineTheKeyAndTheNearestKey() {
        String refusal = StudyText.refusal("training:\n  workers: 2\n  batchSiez: 64\n");

        assertThat(refusal).isEqualTo("s.yaml:5: training.batchSiez is not a key of training; did you mean batchSize?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            trainig: {steps: 3}             | trainig is not a key of a study; did you mean training?
            steps: 3                        | steps is not a key of a study; did you mean training.steps?
            training: {seed: 3}             | training.seed is not a key of training; did you mean seeds?
            data: {batchSize: 3}            | data.batchSize is not a key of data; did you mean training.batchSize?
            optimizer: {beta1: 0.9}         | optimizer.beta1 is a key of kind adam, adamw, amsgrad, nadam, adamax, adabelief, lamb, not of sgd, which is the kind unless optimizer.kind says otherwise
            optimizer: {kind: sgd, beta1: 0}| optimizer.beta1 is a key of kind adam, adamw, amsgrad, nadam, adamax, adabelief, lamb, not of sgd
            model: {xyzzyx: 3}              | model.xyzzyx is not a key of model; its keys are kind, classWeights, hidden, activation, loss, batchNorm, dropout, inputShape, dl4j
            model: {kind: softmax, hidden: [1]} | model.hidden is a key of kind mlp, not of softmax
            data: {source: idx, path: x}    | data.path is a key of source csv, parquet, libsvm, table, not of idx
            data: {source: csv, path: t, targetScaling: unit} | data.targetScaling is of the task regression; classes are not scaled
            data: {source: csv, path: t, task: regression, classes: 3} | data.classes is of the task classification; targets are real values
            data: {source: csv, path: t, task: regression, label: [y, y]} | data.label must name different columns, was [y, y]
            data: {source: csv, path: t, task: regression, label: []} | data.label (the number of its columns) must be a whole number from 1 to 1000, was 0
            model: {kind: mlp, dl4j: x.json} | model.dl4j is a key of kind dl4j, not of mlp
            data: {source: csv, path: t, label: [y, z]} | data.label must be text on one line, was a list
            data: {task: regression}        | data.task is a key of source csv, parquet, libsvm, table, not of strokes, which is the source unless data.source says otherwise
            data: {source: least-squares, spectrum: [1, 0]} | data.spectrum[1] must be a positive finite number, was 0
            data: {source: least-squares, spectrum: [1, 2], optimum: [1]} | data.optimum must have as many values as data.dimension (2), had 1
            model: {loss: squared-error, classWeights: balanced} | model.classWeights need the loss cross-entropy
            model: {kind: softmax, classWeights: [1, 0]} | model.classWeights[1] must be a positive finite number, was 0
            model: {classWeights: balance}  | model.classWeights must be one of none, balanced, was "balance"; did you mean balanced?
            model: {kind: linear, classWeights: balanced} | model.classWeights is a key of kind softmax, mlp, cnn, large-cnn, not of linear
            measure: {curvature: {evry: 3}} | measure.curvature.evry is not a key of measure.curvature; did you mean every?
            measure: {curvature: {probes: 3}} | measure.curvature.probes needs measure.curvature.every above 0
            measure: {sharpness: {}}        | measure.sharpness is not a key of measure; its keys are curvature, path, asynchrony, batchNorm
            """)
    void refusesKeysThatAreNone(String sections, String message) {
        assertThat(StudyText.refusal(sections)).isEqualTo("s.yaml:3: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            training: {batchSize: abc}      | training.batchSize must be a whole number from 1 to 1000000, was "abc"
            training: {batchSize: "16"}     | training.batchSize must be a whole number from 1 to 1000000, was "16"
            training: {batchSize: 1.5}      | training.batchSize must be a whole number from 1 to 1000000, was 1.5
            training: {batchSize: 010}      | training.batchSize must be a whole number from 1 to 1000000, was 010
            training: {batchSize: 0}        | training.batchSize must be a whole number from 1 to 1000000, was 0
            training: {batchSize: }         | training.batchSize must be a whole number from 1 to 1000000, was empty
            training: {batchSize: [16]}     | training.batchSize must be a whole number from 1 to 1000000, was a list
            measure: {curvature: 3}         | measure.curvature must be a section with keys, was 3
            measure: {curvature: {every: 1, eigenvalues: 21}} | measure.curvature.eigenvalues must be a whole number from 1 to 20, was 21
            measure: {curvature: {every: 1, examples: 1}} | measure.curvature.examples must be a whole number from 2 to 10000, was 1
            training: {steps: 9999999999999999999} | training.steps must be a whole number from 1 to 10000000, was 9999999999999999999
            training: {workers: 1025}       | training.workers must be a whole number from 1 to 1024, was 1025
            training: {shards: -1}          | training.shards must be a whole number from 1 to 1024, was -1
            training: {waitLimitSeconds: 0} | training.waitLimitSeconds must be a number in [0.1, 86400.0], was 0
            training: {checkpointEvery: -1} | training.checkpointEvery must be a whole number from 0 to 10000000, was -1
            training: {attempts: 1001}      | training.attempts must be a whole number from 0 to 1000, was 1001
            training: {seeds: 3}            | training.seeds must be a list, was 3
            training: {seeds: []}           | training.seeds must be 1 to 1000 different numbers, was []
            training: {seeds: [1, 1]}       | training.seeds must be 1 to 1000 different numbers, was [1, 1]
            training: {seeds: [1, -2]}      | training.seeds[1] must be a whole number from 0, was -2
            server: one:4700                | server must be a list, was "one:4700"
            server: [one]                   | server[0] must be HOST:PORT with a port from 1 to 65533, was "one"
            server: [one:0]                 | server[0] must be HOST:PORT with a port from 1 to 65533, was "one:0"
            server: [one:4700, two:65534]   | server[1] must be HOST:PORT with a port from 1 to 65533, was "two:65534"
            server: ["one two:4700"]        | server[0] must be HOST:PORT with a port from 1 to 65533, was "one two:4700"
            server: [one:4700, one:4700]    | server must be at most 64 different ones, was [one:4700, one:4700]
            sweep: {server: [[one:4700]]}   | sweep.server cannot be swept; a swept key is one of data, model, optimizer, training, e.g. training.batchSize
            training: 3                     | training must be a section with keys, was 3
            optimizer: {learningRate: .nan} | optimizer.learningRate must be a positive finite number, was ".nan"
            optimizer: {learningRate: .inf} | optimizer.learningRate must be a positive finite number, was ".inf"
            optimizer: {learningRate: 1e999}| optimizer.learningRate must be a positive finite number, was 1e999
            optimizer: {learningRate: NaN}  | optimizer.learningRate must be a positive finite number, was "NaN"
            optimizer: {learningRate: 0}    | optimizer.learningRate must be a positive finite number, was 0
            optimizer: {kind: adam, beta1: 1.0} | optimizer.beta1 must be a number in [0, 1), was 1.0
            optimizer: {kind: sdg}          | optimizer.kind must be one of sgd, momentum, nesterov, adagrad, rmsprop, adadelta, adam, adamw, amsgrad, nadam, adamax, adabelief, lars, lamb, was "sdg"; did you mean sgd?
            model: {kind: cnn, inputShape: [28, 28]} | model.inputShape must be [channels, height, width], was [28, 28]
            model: {batchNorm: ghost}       | model.batchNorm must be none, local, sync, ghost:N (N examples, a whole number from 2 to 1000000), group:N or shuffle:N (N virtual workers, a whole number from 1 to 1024), was "ghost"
            model: {batchNorm: 'ghost:1'}   | model.batchNorm must be none, local, sync, ghost:N (N examples, a whole number from 2 to 1000000), group:N or shuffle:N (N virtual workers, a whole number from 1 to 1024), was "ghost:1"
            model: {dropout: 1}             | model.dropout must be a number in [0, 1), was 1
            training: {saveModel: 'yes'}    | training.saveModel must be true or false, was "yes"
            data: {examples: 99}            | data.examples must be a whole number from 100 to 1000000, was 99
            data: {evaluationFraction: 1}   | data.evaluationFraction must be a number in (0, 1), was 1
            data: {scaling: standardize}    | data.scaling must be one of none, unit, standardise, was "standardize"; did you mean standardise?
            data: {source: csv, path: x, classes: 1} | data.classes must be 0 (as many as the labels show) or at least 2, was 1
            data: {source: csv}             | data.path is missing; it must be the path of a file
            data: {source: table}           | data.name is missing; it must be text on one line
            data: {source: table, name: t, query: q} | data.query contradicts data.name; a table has a name, or is a query, or is read from a format
            data: {source: table, path: p}  | data.path needs data.format, e.g. orc
            data: {source: table, format: orc} | data.format needs data.path, a file or folder, or data.options that say where orc is
            data: {source: table, format: orc, options: [a]} | data.options must be a section with keys, was a list
            data: {source: table, name: t, evaluationPath: p} | data.evaluationPath does not suit table t; use data.evaluationName
            data: {source: table, name: t, evaluationLast: 3} | data.evaluationLast needs data.orderBy, because the rows of a table have no order
            data: {source: libsvm, path: p, label: y} | data.label is a key of source csv, parquet, table, not of libsvm
            data: {source: idx, images: x}  | data.labels is missing; it must be the path of a file
            data: {source: quadratic, curvatures: 3} | data.curvatures must be a list, or {scale: …, exponent: …}, was 3
            data: {source: quadratic, curvatures: [1, 0]} | data.curvatures[1] must be a positive finite number, was 0
            model: {hidden: []}             | model.hidden must have 1 to 32 layers (none at all is model.kind softmax), had 0
            draws: [loss-curve]             | draws[0] must be one of loss-curves, evaluation-accuracy, confusion-matrix, noise-trace, noise-scale, shared-noise, statistics-noise, quadratic-theory, contact-sheet, critical-batch-size, steps-to-target, loss-over-time, update-time, staleness, implicit-momentum, noise-budget, local-spread, sharpness, curved-noise-scale, noise-by-direction, batchnorm-leak, group-accuracy, group-noise, was "loss-curve"; did you mean loss-curves?
            """)
    void refusesValuesOfTheWrongTypeOrRange(String sections, String message) {
        assertThat(StudyText.refusal(sections)).isEqualTo("s.yaml:3: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            training: {workers: 4, virtualWorkers: 3} | training.virtualWorkers must be at least workers (4), was 3
            training: {virtualWorkers: 65}            | training.batchSize must be at least virtualWorkers (65), was 64
            data: {source: quadratic, dimension: 3, curvatures: [1, 2]} | data.curvatures must have as many values as data.dimension (3), had 2
            data: {source: quadratic, curvatures: [1, 2], noiseVariances: [1]} | data.noiseVariances must have as many values as data.dimension (2), had 1
            data: {source: csv, path: x, evaluationFraction: 0.1, evaluationLast: 3} | data.evaluationLast contradicts data.evaluationFraction; one way of holding out examples is enough
            data: {source: idx, images: x, labels: y, evaluationLabels: z} | data.evaluationImages is missing; it must be the path of a file
            data: {source: csv, path: x, label: y, features: [x, y]} | data.features must not contain the label column y
            data: {source: csv, path: x, features: [x, x]} | data.features must be different columns, was [x, x]
            model: {kind: quadratic}                  | model.kind quadratic and data.source quadratic need each other
            data: {examples: 100, evaluationFraction: 0.5} | training.batchSize must be at most the 50 training examples of an epoch when training.sampling is without-replacement, was 64
            optimizer: {referenceBatchSize: 8}        | optimizer.referenceBatchSize needs optimizer.batchScaling linear or square-root, was none
            optimizer: {batchScaling: linear}         | optimizer.referenceBatchSize is missing; it must be a whole number from 1 to 1000000
            optimizer: {schedule: {kind: cosine, warmupSteps: 500}} | optimizer.schedule.warmupSteps must be at most the 400 steps of the schedule, was 500
            optimizer: {schedule: {kind: cosine, every: 5}} | optimizer.schedule.every is a key of kind step, not of cosine
            optimizer: {schedule: cosine}             | optimizer.schedule must be a section with keys, was "cosine"
            optimizer: {schedule: {steps: 5}}         | optimizer.schedule.steps is a key of kind linear, cosine, not of constant, which is the kind unless optimizer.schedule.kind says otherwise
            optimizer: {clipping: {threshold: 5}}     | optimizer.clipping.threshold is a key of kind value, segment-norm, global-norm, not of none, which is the kind unless optimizer.clipping.kind says otherwise
            optimizer: {clipping: {kind: value, threshold: 0}} | optimizer.clipping.threshold must be a positive finite number, was 0
            optimizer: {averaging: {kind: polyak, fromStep: 401}} | optimizer.averaging.fromStep must be a whole number from 1 to 400, was 401
            optimizer: {kind: adam, form: inside}     | optimizer.form must be one of epsilon-uncorrected, epsilon-corrected, epsilon-inside-root, no-bias-correction, was "inside"
            optimizer: {kind: adam, epsilon: 1e-50}   | optimizer.epsilon must be positive and finite as a float, was 1.0E-50
            optimizer: {learningRate: 1e-50}          | optimizer.learningRate must be positive and finite as a float, was 1.0E-50
            optimizer: {kind: momentum, momentum: 0.99999999} | optimizer.momentum must be below 1 as a float, was 0.99999999
            optimizer: {l1: 1e39}                     | optimizer.l1 must be positive and finite as a float, was 1.0E39
            model: {batchNorm: 'group:3'}             | model.batchNorm group must divide training.virtualWorkers (2), was 3
            model: {batchNorm: 'shuffle:3'}           | model.batchNorm shuffle must divide training.virtualWorkers (2), was 3
            model: {batchNorm: 'shuffle:2'}           | model.batchNorm shuffle:2 has the whole batch of 2 virtual workers in one group, in which there is nothing to shuffle; take sync, or fewer
            measure: {batchNorm: {leak: 1}}           | measure.batchNorm is for models with BatchNormalization, model.batchNorm local, ghost:N, group:N, shuffle:N or sync; was none
            model: {batchNorm: 'ghost:5'}             | model.batchNorm ghost must divide the examples of every virtual worker, training.batchSize / training.virtualWorkers (64 / 2), was 5
            optimizer: {weightDcay: 1}                | optimizer.weightDcay is not a key of optimizer; did you mean weightDecay?
            draws: [quadratic-theory]                 | draws: quadratic-theory does not apply to this data; there is loss-curves, evaluation-accuracy, confusion-matrix, noise-trace, noise-scale, contact-sheet, critical-batch-size, steps-to-target
            draws: [sharpness]                        | draws: sharpness does not apply to studies without measure.curvature.every; there is loss-curves, evaluation-accuracy, confusion-matrix, noise-trace, noise-scale, contact-sheet, critical-batch-size, steps-to-target
            draws: [noise-trace, noise-trace]         | draws must be different charts, was [noise-trace, noise-trace]
            """)
    void refusesImpossibleCombinations(String sections, String message) {
        assertThat(StudyText.refusal(sections)).isEqualTo("s.yaml:3: " + message);
    }

    @Test
    void sharesStatisticsOnlyWhereAllComputeAtTheSameParameters() {
        String stale = "model: {batchNorm: sync}\ntraining: {workers: 2, synchronization: {rule: ssp, bound: 1}}";

        assertThat(StudyText.refusal(stale))
                .endsWith(
                        "model.batchNorm group, shuffle and sync are for rule bsp: virtual workers share statistics only while"
                                + " all of them compute at the same parameters, which rule ssp does not see to; take local or"
                                + " ghost");
        assertThat(StudyText.of(stale.replace("sync}", "'ghost:4'}"))
                        .base()
                        .model()
                        .batchNorm()
                        .ghostSize())
                .isEqualTo(4);
        assertThat(StudyText.refusal("model: {batchNorm: sync}\ntraining: {workers: 2, cluster: simulated}"))
                .endsWith(
                        "model.batchNorm group, shuffle and sync are not available on a simulated cluster, whose workers"
                                + " compute one after the other; take local or ghost");
    }

    @Test
    void probesTheFeaturesOfSeveralVirtualWorkers() {
        assertThat(StudyText.refusal(
                        "model: {batchNorm: local}\ntraining: {workers: 1}\n" + "measure: {batchNorm: {leak: 1}}"))
                .endsWith("measure.batchNorm.leak is for at least two virtual workers of a real cluster, was 1");
    }

    @Test
    void refusesSamplingOfTheQuadratic() {
        assertThat(StudyText.refusal("data: {source: quadratic}\ntraining: {sampling: with-replacement}"))
                .isEqualTo("s.yaml:4: training.sampling does not apply to data.source quadratic, whose noise is always"
                        + " fresh");
    }

    @Test
    void leastSquaresHasALinearModelAndNothingToSampleFrom() {
        assertThat(StudyText.refusal("data: {source: least-squares}\nmodel: {kind: softmax}"))
                .isEqualTo("s.yaml:4: model.kind must be linear with data.source least-squares, was softmax");
        assertThat(StudyText.refusal("data: {source: least-squares}\ntraining: {sampling: with-replacement}"))
                .isEqualTo("s.yaml:4: training.sampling does not apply to data.source least-squares, whose examples are"
                        + " always fresh");
    }

    @Test
    void refusesModelsForClassesWhereTargetsAreToBeLearned() {
        String data = "data: {source: csv, path: t, task: regression}\n";

        assertThat(StudyText.refusal(data + "model: {kind: softmax}"))
                .isEqualTo("s.yaml:4: model.kind softmax is for classes, but data.task is regression; take model.kind"
                        + " linear, or mlp with model.loss squared-error");
        assertThat(StudyText.refusal(data + "model: {loss: cross-entropy}"))
                .startsWith("s.yaml:4: model.loss cross-entropy is for classes, but data.task is regression");
    }

    @Test
    void aRealClusterHasEveryRuleButNotEverythingWithIt() {
        String real = "training:\n  workers: 4\n  synchronization: async\n";

        assertThat(StudyText.refusal(real + "measure: {curvature: {every: 5}}"))
                .contains(
                        "measure.curvature is for rule bsp on a real cluster, whose workers all hold the same version,")
                .endsWith("training.synchronization was async");
        assertThat(StudyText.refusal(real + "  shards: 1024\n"))
                .contains("workers x shards must be at most about 4096 on a real cluster under every rule but bsp, was"
                        + " 4 x 1024");
        assertThat(StudyText.refusal("training: {replay: a.log}"))
                .isEqualTo("s.yaml:3: training.replay is for other rules than bsp, which has the same bits in every"
                        + " order");
    }

    @Test
    void refusesWhatMakesNoSenseOfARule() {
        String simulated = "training:\n  cluster: simulated\n  workers: 4\n  synchronization: ";

        assertThat(StudyText.refusal(simulated + "{rule: k-sync, quorum: 5}"))
                .isEqualTo("s.yaml:6: training.synchronization.quorum must be at most training.workers (4), was 5");
        assertThat(StudyText.refusal(simulated + "{rule: bsp, quorum: 2}"))
                .startsWith("s.yaml:6: training.synchronization.quorum is a key of rule k-sync, k-batch-sync");
        assertThat(StudyText.refusal(simulated + "{rule: k-sync, stalenessAware: true}"))
                .startsWith(
                        "s.yaml:6: training.synchronization.stalenessAware is a key of rule k-async, k-batch-async,");
        assertThat(StudyText.refusal(simulated + "async\n  virtualWorkers: 6"))
                .isEqualTo("s.yaml:7: training.virtualWorkers must be a multiple of workers (4) under every rule but"
                        + " bsp, was 6");
        assertThat(StudyText.refusal(simulated + "asinc"))
                .startsWith("s.yaml:6: training.synchronization.rule must be one of bsp, ")
                .endsWith("did you mean async?");
        assertThat(StudyText.refusal(simulated + "{rule: async, stalenessAware: true}\noptimizer: {kind: adam}"))
                .startsWith("s.yaml:6: training.synchronization.stalenessAware is for optimizers");
    }

    @Test
    void refusesToLookWhereThereIsNothingToSee() {
        String looked = "training: {cluster: simulated, synchronization: %s}\nmeasure: {asynchrony: {every: 10}}";

        assertThat(StudyText.refusal(looked.formatted("async")))
                .isEqualTo("s.yaml:4: measure.asynchrony needs two virtual workers a worker, training.virtualWorkers of"
                        + " at least 4, was 2");
        assertThat(StudyText.refusal(looked.formatted("bsp")))
                .isEqualTo(
                        "s.yaml:4: measure.asynchrony is for several workers under a rule that takes stale gradients,"
                                + " was bsp with 2");
        assertThat(StudyText.refusal("measure: {path: 1}"))
                .isEqualTo("s.yaml:3: measure.path is for training.cluster simulated, which was real");
        assertThat(StudyText.refusal("training: {replay: arrivals.log}"))
                .isEqualTo("s.yaml:3: training.replay is for other rules than bsp, which has the same bits in every"
                        + " order");
    }

    @Test
    void refusesWhatIsForAnotherCluster() {
        assertThat(StudyText.refusal("training: {network: {latency: 2}}"))
                .startsWith("s.yaml:3: training.network is for training.cluster simulated, which was real");
        assertThat(StudyText.refusal("server: [a:1]\ntraining: {cluster: simulated}"))
                .startsWith("s.yaml:4: training.cluster simulated has a server of its own");
        assertThat(StudyText.refusal("training: {cluster: simulated, computeTime: {perWorker: [1, 2, 3]}}"))
                .isEqualTo("s.yaml:3: training.computeTime.perWorker must have a factor for each of 2 workers, had 3");
        assertThat(StudyText.refusal("training: {cluster: simulated, computeTime: {law: trace}}"))
                .startsWith("s.yaml:3: training.computeTime.seconds must have at least one duration");
    }

    @Test
    void refusesWhatIsNoStudy() {
        assertThat(StudyText.refusalOf("")).isEqualTo("s.yaml: is empty; a study has at least a name and a question");
        assertThat(StudyText.refusalOf("# nothing\n")).startsWith("s.yaml: is empty");
        assertThat(StudyText.refusalOf("\n- a\n")).isEqualTo("s.yaml:2: a study must be keys with values, was a list");
        assertThat(StudyText.refusalOf("name: a\n---\nname: b\n"))
                .isEqualTo("s.yaml:3: must be one YAML document, was several separated by ---");
        assertThat(StudyText.refusalOf("name: a\nquestion: [b\n")).startsWith("s.yaml:3: is not YAML: ");
        assertThat(StudyText.refusalOf("name: a\nquestion: \u0000\n")).startsWith("s.yaml:1: is not YAML: ");
    }

    @Test
    void needsANameAndAQuestion() {
        assertThat(StudyText.refusalOf("question: q\n"))
                .startsWith("s.yaml:1: name is missing; it must be a name of at most 64 letters");
        assertThat(StudyText.refusalOf("name: n\n")).isEqualTo("s.yaml:1: question is missing; it must be text");
        assertThat(StudyText.refusalOf("name: a/b\nquestion: q\n")).endsWith("was \"a/b\"");
        assertThat(StudyText.refusalOf("name: ..\nquestion: q\n")).endsWith("was \"..\"");
        assertThat(StudyText.refusalOf("name: n\nquestion: ' '\n"))
                .isEqualTo("s.yaml:2: question must be text, was \" \"");
    }

    @Test
    void refusesAKeyThatIsGivenTwice() {
        assertThat(StudyText.refusal("training:\n  steps: 1\n  steps: 2\n"))
                .isEqualTo("s.yaml:5: steps is given twice, first at s.yaml:4");
    }

    @Test
    void refusesTagsAndKeysThatAreNoText() {
        assertThat(StudyText.refusal("training: !thread {}")).isEqualTo("s.yaml:3: must not have a tag, had !thread");
        assertThat(StudyText.refusal("training: !!java.lang.Thread {}"))
                .startsWith("s.yaml:3: is not YAML: Global tag is not allowed");
        assertThat(StudyText.refusal("training: {? [a] : 3}")).isEqualTo("s.yaml:3: must be a key, was a list");
    }

    @Test
    void refusesNestingWithoutEnd() {
        String deep = "[".repeat(20) + "]".repeat(20);

        assertThat(StudyText.refusal("draws: " + deep)).isEqualTo("s.yaml:3: must be nested at most 8 levels deep");
        assertThat(StudyText.refusal("draws: &a [*a]")).isEqualTo("s.yaml:3: must be nested at most 8 levels deep");
    }

    @Test
    void saysNothingInMoreThanOneLine() {
        String wall = String.join("", Collections.nCopies(1000, "wall "));

        String refusal = StudyText.refusal("training:\n  steps: \"a\\nb\\tc " + wall + "\"\n");

        assertThat(refusal).doesNotContain("\n").hasSizeLessThan(200);
        assertThat(StudyText.refusal("\"a\\nb\": 1")).startsWith("s.yaml:3: a b is not a key of a study");
        assertThat(StudyText.refusal(wall + ": 1")).doesNotContain("\n").hasSizeLessThan(600);
    }

    @Test
    void survivesAliasesThatMultiply() {
        StringBuilder laughs = new StringBuilder("draws: [&a0 [x, x]");
        for (int i = 1; i < 24; i++) {
            laughs.append(", &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(", *a")
                    .append(i - 1)
                    .append("]");
        }

        assertThat(StudyText.refusal(laughs + "]")).startsWith("s.yaml:3: ");
    }
}
