package org.noisescale.parameterserver.control;

import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;
import org.agrona.concurrent.NanoClock;

/** The driver's thread that talks with all servers; others ask it to do things. */
final class LinkAgent implements Agent {
    private final ManyToOneConcurrentLinkedQueue<Runnable> requests = new ManyToOneConcurrentLinkedQueue<>();
    private final List<ServerLink> links;
    private final NanoClock clock;

    LinkAgent(List<ServerLink> links, NanoClock clock) {
        this.links = List.copyOf(links);
        this.clock = clock;
    }

    @Override
    public String roleName() {
        return "server-links";
    }

    /** Has the thread do something; for any thread. */
    void request(Runnable action) {
        requests.add(action);
    }

    @Override
    public int doWork() {
        int work = answerRequests();
        long nowNs = clock.nanoTime();
        for (int i = 0; i < links.size(); i++) {
            work += links.get(i).doWork(nowNs);
        }
        return work;
    }

    private int answerRequests() {
        int work = 0;
        for (Runnable request = requests.poll(); request != null; request = requests.poll()) {
            request.run();
            work++;
        }
        return work;
    }

    @Override
    public void onClose() {
        answerRequests();
        links.forEach(ServerLink::close);
    }
}
