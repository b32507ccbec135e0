package org.noisescale.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The volumes of pods, as folders of this machine. */
final class Volumes {
    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String UNLIMITED = "1g";
    private static final int PATIENCE_SECONDS = 20;

    private final KubernetesClient client;
    private final Path certificate;
    private final Path claims;

    /** Volumes whose contents a client is asked for; those that claims are bound to are in a folder. */
    Volumes(KubernetesClient client, Path certificate, Path claims) {
        this.client = client;
        this.certificate = certificate;
        this.claims = claims;
    }

    /** The lines that the pod's script reads; makes the folders that they name. */
    String mounts(Pod pod, Path folder) throws IOException {
        Map<String, Volume> volumes =
                pod.getSpec().getVolumes().stream().collect(Collectors.toMap(Volume::getName, volume -> volume));
        StringBuilder lines = new StringBuilder();
        for (VolumeMount mount : pod.getSpec().getContainers().get(0).getVolumeMounts()) {
            lines.append(mount(Objects.requireNonNull(volumes.get(mount.getName())), folder))
                    .append(" ")
                    .append(mount.getMountPath())
                    .append("\n");
        }
        if (Objects.equals(pod.getSpec().getAutomountServiceAccountToken(), true)) {
            lines.append("folder,ro ")
                    .append(account(pod, folder))
                    .append(" ")
                    .append(ACCOUNT)
                    .append("\n");
        }
        return lines.toString();
    }

    private String mount(Volume volume, Path folder) throws IOException {
        if (volume.getEmptyDir() != null) {
            return "memory " + size(volume.getEmptyDir());
        }
        if (volume.getPersistentVolumeClaim() != null) {
            String claim = volume.getPersistentVolumeClaim().getClaimName();
            Path there = Files.createDirectories(claims.resolve(claim));
            Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwxrwxrwx")); // what fsGroup is for
            return "folder " + there;
        }
        Path target = Files.createDirectories(folder.resolve("volumes").resolve(volume.getName()));
        for (Map.Entry<String, String> file : contents(volume).entrySet()) {
            Files.writeString(target.resolve(file.getKey()), file.getValue());
        }
        return "folder,ro " + target;
    }

    private static String size(EmptyDirVolumeSource source) {
        return source.getSizeLimit() == null
                ? UNLIMITED
                : Quantity.getAmountInBytes(source.getSizeLimit())
                        .toBigInteger()
                        .toString();
    }

    private Map<String, String> contents(Volume volume) {
        if (volume.getConfigMap() != null) {
            String name = volume.getConfigMap().getName();
            return client.configMaps()
                    .withName(name)
                    .waitUntilCondition(Objects::nonNull, PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .getData();
        }
        return client.secrets().withName(volume.getSecret().getSecretName()).require().getData().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new String(Base64.getDecoder().decode(entry.getValue()), StandardCharsets.UTF_8)));
    }

    /** What a pod knows of its account: here the token is its name. */
    private Path account(Pod pod, Path folder) throws IOException {
        Path target = Files.createDirectories(folder.resolve("volumes/account"));
        Files.writeString(target.resolve("token"), pod.getSpec().getServiceAccountName());
        Files.writeString(target.resolve("namespace"), pod.getMetadata().getNamespace());
        Files.copy(certificate, target.resolve("ca.crt"));
        return target;
    }
}
