package org.noisescale.parameterserver.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.FrameOutlet;
import org.noisescale.parameterserver.protocol.FrameSink;

/**
 * Carries frames between addresses in a time of its own: late, in any order, some of them twice, some not at all. What
 * is under way when its receiver is replaced reaches the successor.
 */
final class SimulatedNetwork {
    private static final int LATE_MS = 400;
    private static final int TICK_MS = 25;
    private static final double EARLY = 0.02;

    private final SplittableRandom random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::timeMs).thenComparingLong(Event::number));
    private final Map<Address, List<Party>> parties = new HashMap<>();
    private final Map<Address, Long> cutOffUntilMs = new HashMap<>();
    private Weather weather;
    private long nowMs;
    private long number;

    /** Something that happens; frames have a receiver. */
    private record Event(long timeMs, long number, @Nullable Address receiver, Runnable action) {}

    SimulatedNetwork(Weather weather, SplittableRandom random) {
        this.weather = weather;
        this.random = random;
        at(TICK_MS, this::tick);
    }

    private void tick() {
        List.copyOf(parties.values()).forEach(present -> List.copyOf(present).forEach(party -> party.work(nowMs)));
        at(nowMs + TICK_MS, this::tick);
    }

    long nowMs() {
        return nowMs;
    }

    void change(Weather other) {
        weather = other;
    }

    /** Does something at a time. */
    void at(long timeMs, Runnable action) {
        events.add(new Event(timeMs, number++, null, action));
    }

    /** Does the next thing. */
    void proceed() {
        Event next = events.remove();
        nowMs = Math.max(nowMs, next.timeMs);
        next.action.run();
    }

    void add(Address address, Party party) {
        parties.computeIfAbsent(address, key -> new ArrayList<>()).add(party);
    }

    void remove(Address address, Party party) {
        parties.getOrDefault(address, List.of()).remove(party);
    }

    /** Whatever is sent from or to an address gets lost for a while. */
    void cutOff(Address address, long untilMs) {
        cutOffUntilMs.put(address, untilMs);
    }

    private boolean isCutOff(Address address) {
        return cutOffUntilMs.getOrDefault(address, 0L) > nowMs;
    }

    /** A sink that sends to all of these addresses; while it does, the sender may receive what is under way to it. */
    FrameSink sink(Address from, List<Address> receivers) {
        return (header, headerLength, body, bodyOffset, bodyLength) -> {
            byte[] frame = new byte[headerLength + bodyLength];
            header.getBytes(0, frame, 0, headerLength);
            body.getBytes(bodyOffset, frame, headerLength, bodyLength);
            if (from.role() == Address.Role.WORKER && random.nextDouble() < EARLY) {
                deliverEarly(from);
            }
            receivers.forEach(to -> send(from, to, frame));
        };
    }

    /** An outlet that refuses now and then. */
    FrameOutlet outlet(Address from, Address to) {
        return (DirectBuffer buffer, int length) -> {
            if (random.nextDouble() < weather.refuse()) {
                return false;
            }
            byte[] frame = new byte[length];
            buffer.getBytes(0, frame);
            send(from, to, frame);
            return true;
        };
    }

    private void deliverEarly(Address to) {
        for (Iterator<Event> each = events.iterator(); each.hasNext(); ) {
            Event event = each.next();
            if (to.equals(event.receiver)) {
                each.remove();
                event.action.run();
                return;
            }
        }
    }

    private void send(Address from, Address to, byte[] frame) {
        if (isCutOff(from) || isCutOff(to) || random.nextDouble() < weather.drop()) {
            return;
        }
        schedule(to, frame);
        if (random.nextDouble() < weather.duplicate()) {
            schedule(to, frame);
        }
    }

    private void schedule(Address to, byte[] frame) {
        boolean late = random.nextDouble() < weather.late();
        long delayMs = 1L + random.nextInt(late ? LATE_MS : weather.delayMs());
        events.add(new Event(nowMs + delayMs, number++, to, () -> deliver(to, frame)));
    }

    private void deliver(Address to, byte[] frame) {
        for (Party party : List.copyOf(parties.getOrDefault(to, List.of()))) {
            party.receive(frame.clone());
            party.work(nowMs);
        }
    }
}
