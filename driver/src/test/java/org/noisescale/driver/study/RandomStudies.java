package org.noisescale.driver.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.reader.StreamReader;

/** Valid studies of all kinds, as YAML; each key may be missing. */
final class RandomStudies {
    private static final Arbitrary<String> TEXTS = Arbitraries.strings()
            .excludeChars('\u0000')
            .ofMinLength(1)
            .ofMaxLength(12)
            .filter(RandomStudies::isText);
    private static final Arbitrary<Object> SEEDS = object(Arbitraries.longs().between(0, Long.MAX_VALUE));
    private static final Arbitrary<Object> POSITIVE =
            object(Arbitraries.doubles().between(1e-6, 1e6).ofScale(9));
    private static final Arbitrary<Object> DECAYS =
            object(Arbitraries.doubles().between(0, 0.999).ofScale(4));
    private static final Arbitrary<Object> FRACTIONS =
            object(Arbitraries.doubles().between(0.01, 0.5).ofScale(3));
    private static final Arbitrary<Object> LISTS =
            object(Arbitraries.doubles().between(0.001, 100).ofScale(5).list().ofSize(3));

    private RandomStudies() {}

    static Arbitrary<String> yaml() {
        return Combinators.combine(data(), model(), optimizer(), training(), sweep(), curvature(), TEXTS)
                .as((data, model, optimizer, training, sweep, curvature, question) -> {
                    Map<String, Object> study = new LinkedHashMap<>();
                    study.put("name", "n");
                    study.put("question", question);
                    study.put("data", data);
                    boolean quadratic = List.of("quadratic", "least-squares").contains(data.getOrDefault("source", ""));
                    boolean regression = data.containsKey("task");
                    if (!quadratic) {
                        study.put("model", regression ? Map.of("kind", "linear") : model);
                    }
                    study.put("optimizer", optimizer);
                    Map<String, Object> fitting = new LinkedHashMap<>(training);
                    if (quadratic) {
                        fitting.remove("sampling");
                    }
                    study.put("training", fitting);
                    Map<String, Object> measured = new LinkedHashMap<>(curvature);
                    if (quadratic) {
                        measured.keySet().removeAll(List.of("examples", "probes"));
                    }
                    if (data.getOrDefault("source", "").equals("least-squares")) {
                        measured.clear();
                    }
                    study.put("measure", Map.of("curvature", measured));
                    study.put("sweep", sweep);
                    return new Yaml().dump(study);
                });
    }

    private static Arbitrary<Map<String, Object>> data() {
        Arbitrary<Object> scaling = object(Arbitraries.of("none", "unit", "standardise"));
        return Arbitraries.oneOf(
                some(Map.of(
                        "examples",
                        object(Arbitraries.integers().between(200, 1_000_000)),
                        "evaluationFraction",
                        FRACTIONS,
                        "scaling",
                        scaling,
                        "seed",
                        SEEDS)),
                with(
                        some(Map.of(
                                "label", object(TEXTS), "classes", whole(2, 10_000), "evaluationLast", whole(1, 999))),
                        Map.of("source", "csv", "path", "a b/ü#.csv")),
                with(
                        some(Map.of(
                                "label",
                                object(TEXTS.list()
                                        .uniqueElements()
                                        .ofMinSize(1)
                                        .ofMaxSize(3)),
                                "targetScaling",
                                scaling)),
                        Map.of("source", "csv", "path", "t.csv", "task", "regression")),
                with(
                        some(Map.of("classes", whole(2, 10_000), "evaluationFraction", FRACTIONS, "scaling", scaling)),
                        Map.of("source", "idx", "images", "i: 1", "labels", "- l")),
                otherData());
    }

    private static Arbitrary<Map<String, Object>> otherData() {
        return Arbitraries.oneOf(
                with(
                        some(Map.of(
                                "label",
                                object(TEXTS),
                                "orderBy",
                                object(TEXTS.list().ofMaxSize(2)),
                                "seed",
                                SEEDS)),
                        Map.of("source", "table", "format", "orc", "options", Map.of("a.b", "c: d"))),
                with(
                        some(Map.of("classes", whole(2, 10_000), "featureCount", whole(0, 1_000_000))),
                        Map.of("source", "libsvm", "path", "p")),
                with(
                        some(Map.of("curvatures", LISTS, "noiseVariances", LISTS, "initialParameters", POSITIVE)),
                        Map.of("source", "quadratic", "dimension", 3)),
                with(
                        some(Map.of("spectrum", LISTS, "optimum", LISTS, "labelNoiseVariance", POSITIVE)),
                        Map.of("source", "least-squares", "dimension", 3)),
                with(
                        some(Map.of("curvatures", law(), "noiseVariances", law(), "dimension", whole(1, 50))),
                        Map.of("source", "quadratic")));
    }

    private static Arbitrary<Object> law() {
        return object(some(Map.of(
                "scale", POSITIVE, "exponent", object(Arbitraries.doubles().between(-2, 2)))));
    }

    private static Arbitrary<Map<String, Object>> model() {
        Arbitrary<Object> hidden = object(
                Arbitraries.integers().between(1, 512).list().ofMinSize(1).ofMaxSize(4));
        Arbitrary<Object> loss = object(Arbitraries.of("cross-entropy", "squared-error"));
        Arbitrary<Object> activation = object(Arbitraries.of("relu", "tanh", "sigmoid", "elu", "gelu", "identity"));
        return Arbitraries.oneOf(
                some(Map.of("hidden", hidden, "activation", activation, "loss", loss)),
                Arbitraries.of(
                        Map.of("kind", "softmax", "classWeights", "balanced"),
                        Map.of("kind", "softmax", "classWeights", List.of(1, 0.5)),
                        Map.of("kind", "linear")));
    }

    private static Arbitrary<Map<String, Object>> optimizer() {
        Map<String, Arbitrary<Object>> everyKind = Map.of(
                "learningRate",
                POSITIVE,
                "l2",
                POSITIVE,
                "weightDecay",
                POSITIVE,
                "schedule",
                object(schedule()),
                "clipping",
                object(with(some(Map.of("threshold", POSITIVE)), Map.of("kind", "global-norm"))),
                "averaging",
                object(with(some(Map.of("decay", DECAYS)), Map.of("kind", "exponential"))));
        Arbitrary<Map<String, Object>> moments = some(Map.of("beta1", DECAYS, "beta2", DECAYS, "epsilon", POSITIVE));
        Arbitrary<Map<String, Object>> rule = Arbitraries.oneOf(
                Arbitraries.just(Map.of()),
                with(some(Map.of("momentum", DECAYS)), Map.of("kind", "momentum", "form", "average")),
                with(some(Map.of("decay", DECAYS)), Map.of("kind", "rmsprop")),
                Arbitraries.of("adam", "adamw", "amsgrad", "nadam", "adamax", "adabelief", "lamb")
                        .flatMap(kind -> with(moments, Map.of("kind", kind))));
        return Combinators.combine(rule, some(everyKind)).as((own, common) -> {
            Map<String, Object> both = new LinkedHashMap<>(own);
            both.putAll(common);
            return both;
        });
    }

    private static Arbitrary<Map<String, Object>> schedule() {
        return Arbitraries.oneOf(
                some(Map.of("warmupSteps", whole(0, 50), "warmupFrom", DECAYS)),
                with(some(Map.of("finalFraction", DECAYS)), Map.of("kind", "cosine")),
                with(some(Map.of("every", whole(1, 50), "factor", FRACTIONS)), Map.of("kind", "step")),
                with(some(Map.of("timescale", whole(1, 50))), Map.of("kind", "inverse-square-root")));
    }

    private static Arbitrary<Map<String, Object>> training() {
        return some(Map.of(
                "workers", whole(1, 4),
                "shards", whole(1, 64),
                "transport", object(Arbitraries.of("auto", "ipc", "udp")),
                "batchSize", whole(64, 100),
                "steps", whole(1, 100_000),
                "seeds", object(SEEDS.list().uniqueElements().ofMinSize(1).ofMaxSize(4)),
                "sampling", object(Arbitraries.of("with-replacement", "without-replacement")),
                "checkpointEvery", whole(0, 500),
                "waitLimitSeconds", object(Arbitraries.doubles().between(0.1, 86_400))));
    }

    private static Arbitrary<Map<String, Object>> curvature() {
        return Arbitraries.oneOf(
                some(Map.of("every", whole(0, 0))),
                with(
                        some(Map.of("examples", whole(2, 10_000), "eigenvalues", whole(1, 20), "probes", whole(2, 99))),
                        Map.of("every", 100)));
    }

    private static Arbitrary<Map<String, Object>> sweep() {
        return some(Map.of(
                "training.batchSize", several(whole(64, 100)),
                "training.virtualWorkers", several(whole(4, 64)),
                "optimizer.learningRate", several(POSITIVE),
                "training.transport", object(Arbitraries.just(List.of("udp", "ipc")))));
    }

    private static Arbitrary<Object> several(Arbitrary<Object> values) {
        return object(values.list().uniqueElements().ofMinSize(1).ofMaxSize(3));
    }

    private static Arbitrary<Object> whole(int min, int max) {
        return object(Arbitraries.integers().between(min, max));
    }

    private static Arbitrary<Map<String, Object>> with(
            Arbitrary<Map<String, Object>> section, Map<String, Object> fixed) {
        return section.map(values -> {
            Map<String, Object> both = new LinkedHashMap<>(fixed);
            both.putAll(values);
            return both;
        });
    }

    private static Arbitrary<Map<String, Object>> some(Map<String, Arbitrary<Object>> keys) {
        Arbitrary<Map<String, Object>> section = Arbitraries.just(new LinkedHashMap<>());
        for (Map.Entry<String, Arbitrary<Object>> key : new TreeMap<>(keys).entrySet()) {
            section = Combinators.combine(section, key.getValue().optional()).as((values, value) -> {
                Map<String, Object> more = new LinkedHashMap<>(values);
                value.ifPresent(there -> more.put(key.getKey(), there));
                return more;
            });
        }
        return section;
    }

    private static <T> Arbitrary<Object> object(Arbitrary<T> arbitrary) {
        return arbitrary.map(value -> (Object) value);
    }

    private static boolean isText(String text) {
        return text.codePoints().noneMatch(Character::isISOControl)
                && text.codePoints().allMatch(StreamReader::isPrintable)
                && !text.isBlank();
    }
}
