package org.noisescale.deploy.kubernetes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Addresses of the pods that there are, and the names that some of them have. */
final class Addresses {
    private final Map<String, String> addresses = new ConcurrentHashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** The address of a pod. */
    String of(String pod) {
        return addresses.computeIfAbsent(pod, unknown -> "10.244.1." + count.incrementAndGet());
    }

    /** Gives a pod a name for the others. */
    void name(String pod, String name) {
        names.put(name, of(pod));
    }

    /** Forgets a pod that is gone; another one of its name gets another address. */
    void remove(String pod) {
        names.values().remove(addresses.remove(pod));
    }

    /** Gives something else a name. */
    void nameAddress(String address, String name) {
        names.put(name, address);
    }

    /** All names and a pod's own, as the file of its system has them. */
    String hosts(String pod, String own) {
        StringBuilder lines = new StringBuilder("127.0.0.1 localhost\n" + own + " " + pod + "\n");
        names.forEach((name, address) ->
                lines.append(address).append(" ").append(name).append("\n"));
        return lines.toString();
    }
}
