package org.noisescale.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of Kubernetes that keeps objects and tells who watches them, as fabric8 imitates it. What is missing there
 * is added: a Role, beyond which the driver is refused, and the phase that a new pod is in.
 */
final class ApiServer implements AutoCloseable {
    static final String NAME_SPACE = "noisescale";
    private static final String KUBELET = "kubelet";
    private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());
    private static final Pattern PATH =
            Pattern.compile("/api/v1/namespaces/[^/]+/(\\w+)(?:/([^/?]+))?(?:/status)?(?:\\?(.*))?");
    private static final int FORBIDDEN = 403;

    private final JsonNode rules;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher();
    private final KubernetesMockServer server =
            new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new Authorization(), false);

    /** Starts one that knows the rules of one Role. */
    ApiServer(JsonNode role) {
        LOG.setLevel(Level.WARNING);
        rules = role.path("rules");
        server.init(InetAddress.getLoopbackAddress(), 0);
    }

    /** Asks the Role first, unless the kubelet asks. */
    private final class Authorization extends Dispatcher {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
            Matcher path = PATH.matcher(request.getPath());
            boolean known = path.matches();
            String verb = known ? verb(request, path) : request.method().toString();
            String what = known ? path.group(1) : request.getPath();
            boolean isKubelet =
                    String.valueOf(request.getHeader("Authorization")).endsWith(KUBELET);
            if (!isKubelet && !isAllowed(verb, what)) {
                return refusal(verb, what);
            }
            return objects.dispatch(withPhase(request, path));
        }
    }

    private static String verb(RecordedRequest request, Matcher path) {
        boolean hasName = path.group(2) != null;
        return switch (request.method()) {
            case POST -> "create";
            case PUT -> "update";
            case PATCH -> "patch";
            case DELETE -> hasName ? "delete" : "deletecollection";
            default -> isWatch(path) ? "watch" : hasName ? "get" : "list";
        };
    }

    private static boolean isWatch(Matcher path) {
        return path.group(3) != null && path.group(3).contains("watch=true");
    }

    private boolean isAllowed(String verb, String resource) {
        requests.add(verb + " " + resource);
        return Manifests.stream(rules)
                .filter(rule -> holds(rule.path("resources"), resource))
                .anyMatch(rule -> holds(rule.path("verbs"), verb));
    }

    private static boolean holds(JsonNode words, String word) {
        return Manifests.stream(words).anyMatch(one -> one.asText().equals(word));
    }

    private MockResponse refusal(String verb, String resource) {
        refusals.add(verb + " " + resource);
        return new MockResponse()
                .setResponseCode(FORBIDDEN)
                .setHeader("Content-Type", "application/json")
                .setBody("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"Forbidden\","
                        + "\"code\":403,\"message\":\"may not " + verb + " " + resource + "\"}");
    }

    /** Kubernetes says that a new pod is pending. */
    private static RecordedRequest withPhase(RecordedRequest request, Matcher path) {
        if (request.method() != HttpMethod.POST
                || !path.matches()
                || !path.group(1).equals("pods")) {
            return request;
        }
        try {
            ObjectNode pod = (ObjectNode) Manifests.YAML.readTree(request.getUtf8Body());
            if (!pod.has("status")) {
                pod.putObject("status").put("phase", "Pending");
            }
            return new RecordedRequest(
                    request.getHttpVersion(),
                    request.method(),
                    request.getPath(),
                    request.getHeaders(),
                    new Buffer(pod.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The port of the loopback interface that it listens at. */
    int port() {
        return server.getPort();
    }

    /** A client that may do anything. */
    KubernetesClient client() {
        Config configuration = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port())
                .withNamespace(NAME_SPACE)
                .withOauthToken(KUBELET)
                .build();
        return new KubernetesClientBuilder().withConfig(configuration).build();
    }

    /** What was asked by whom the Role binds. */
    List<String> requests() {
        return requests.stream().distinct().toList();
    }

    /** What of it was refused. */
    List<String> refusals() {
        return refusals.stream().distinct().toList();
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
