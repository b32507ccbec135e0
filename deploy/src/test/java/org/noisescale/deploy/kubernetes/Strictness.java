package org.noisescale.deploy.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes' server would refuse: unknown fields and wrong types by fabric8's classes, missing fields by those of
 * the Java client, and words that are not among those allowed.
 */
final class Strictness {
    private static final Map<String, String> PACKAGES = Map.of(
            "v1", "io.fabric8.kubernetes.api.model.",
            "apps/v1", "io.fabric8.kubernetes.api.model.apps.",
            "batch/v1", "io.fabric8.kubernetes.api.model.batch.v1.",
            "policy/v1", "io.fabric8.kubernetes.api.model.policy.v1.",
            "rbac.authorization.k8s.io/v1", "io.fabric8.kubernetes.api.model.rbac.",
            "networking.k8s.io/v1", "io.fabric8.kubernetes.api.model.networking.v1.",
            "monitoring.coreos.com/v1", "io.fabric8.openshift.api.model.monitoring.v1.");
    private static final Map<String, Set<String>> WORDS = Map.ofEntries(
            Map.entry("podManagementPolicy", Set.of("OrderedReady", "Parallel")),
            Map.entry("restartPolicy", Set.of("Always", "OnFailure", "Never")),
            Map.entry("imagePullPolicy", Set.of("Always", "IfNotPresent", "Never")),
            Map.entry("protocol", Set.of("TCP", "UDP", "SCTP")),
            Map.entry("policyTypes", Set.of("Ingress", "Egress")),
            Map.entry("whenUnsatisfiable", Set.of("DoNotSchedule", "ScheduleAnyway")),
            Map.entry("medium", Set.of("", "Memory")),
            Map.entry("accessModes", Set.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")),
            Map.entry("action", Set.of("FailJob", "FailIndex", "Ignore", "Count")),
            Map.entry("operator", Set.of("In", "NotIn", "Exists", "DoesNotExist")),
            Map.entry("podReplacementPolicy", Set.of("Failed", "TerminatingOrFailed")),
            Map.entry("whenDeleted", Set.of("Retain", "Delete")),
            Map.entry("whenScaled", Set.of("Retain", "Delete")),
            Map.entry("pod-security.kubernetes.io/enforce", Set.of("privileged", "baseline", "restricted")),
            Map.entry(
                    "verbs",
                    Set.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection")));
    private static final ObjectMapper STRICT = strict();

    private Strictness() {}

    private static ObjectMapper strict() {
        JsonMapper mapper = JsonMapper.builder()
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
        for (CoercionInputShape shape :
                List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        return mapper;
    }

    /** What is wrong with an object, a line each. */
    static List<String> complaints(JsonNode object) {
        String kind = object.path("kind").asText();
        String version = object.path("apiVersion").asText();
        List<String> complaints = new ArrayList<>();
        if (!PACKAGES.containsKey(version)) {
            return List.of("apiVersion " + version + " is unknown");
        }
        try {
            Object typed = STRICT.treeToValue(object, Class.forName(PACKAGES.get(version) + kind));
            unknownFields(typed, kind, complaints);
        } catch (JsonProcessingException e) {
            complaints.add(e.getOriginalMessage());
        } catch (ClassNotFoundException e) {
            complaints.add("kind " + kind + " is unknown in " + version);
        }
        if (!version.startsWith("monitoring")) {
            missingFields(object, kind, complaints);
        }
        wrongWords(object, kind, complaints);
        return complaints;
    }

    /** The same for a part of an object. */
    static List<String> complaints(JsonNode part, Class<?> type) {
        List<String> complaints = new ArrayList<>();
        try {
            unknownFields(STRICT.treeToValue(part, type), type.getSimpleName(), complaints);
        } catch (JsonProcessingException e) {
            complaints.add(e.getOriginalMessage());
        }
        wrongWords(part, type.getSimpleName(), complaints);
        return complaints;
    }

    /** fabric8's classes put what they do not know into a map of their own. */
    private static void unknownFields(@Nullable Object value, String path, List<String> complaints) {
        if (value instanceof Collection<?> several) {
            several.forEach(one -> unknownFields(one, path, complaints));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> unknownFields(one, path + "." + key, complaints));
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.")) {
            for (Field field : value.getClass().getDeclaredFields()) {
                unknownFields(value, field, path, complaints);
            }
        }
    }

    private static void unknownFields(Object owner, Field field, String path, List<String> complaints) {
        if (Modifier.isStatic(field.getModifiers()) || owner instanceof Enum) {
            return;
        }
        try {
            field.setAccessible(true);
            Object value = field.get(owner);
            if (field.getName().equals("additionalProperties") && value instanceof Map<?, ?> unknown) {
                unknown.keySet().forEach(key -> complaints.add(path + "." + key + " is unknown"));
            } else {
                unknownFields(value, path + "." + field.getName(), complaints);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void missingFields(JsonNode object, String kind, List<String> complaints) {
        try {
            Class.forName("io.kubernetes.client.openapi.models.V1" + kind)
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(object.toString()));
        } catch (InvocationTargetException e) {
            complaints.add(Objects.requireNonNull(e.getCause()).toString());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void wrongWords(JsonNode node, String path, List<String> complaints) {
        node.properties().forEach(field -> {
            String place = path + "." + field.getKey();
            Set<String> allowed = WORDS.getOrDefault(field.getKey(), Set.of());
            JsonNode value = field.getValue();
            (value.isArray() ? Manifests.stream(value) : List.of(value).stream())
                    .filter(word -> !allowed.isEmpty() && !allowed.contains(word.asText()))
                    .forEach(word -> complaints.add(place + " is " + word + ", not one of " + allowed));
            wrongWords(value, place, complaints);
        });
        if (node.isArray()) {
            node.forEach(element -> wrongWords(element, path, complaints));
        }
    }
}
