package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.synchronization.ArrivalLog;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

final class ResumedOrderTest {
    private static final int WORKERS = 3;

    private static ResumedOrder order() {
        ArrivalLog log = new ArrivalLog();
        log.append(2, 0, true, 10);
        log.append(0, 1, true, 20);
        return new ResumedOrder(RecordedArrivals.ofBeginning("async", WORKERS, 2, log.toBytes()), WORKERS);
    }

    @Test
    void whatWasDecidedComesFirstWhoeverIsComplete() {
        ResumedOrder order = order();
        order.onComplete(1);
        order.onComplete(0);

        assertThat(order.next()).isEqualTo(2);
        order.onComplete(2);
        order.settle(2, 0, true);

        assertThat(order.next()).isZero();
    }

    @Test
    void thenComesWhoIsCompleteFirst() {
        ResumedOrder order = order();
        order.onComplete(1);
        order.onComplete(2);
        order.settle(2, 0, true);
        order.onComplete(2);
        order.onComplete(0);
        order.settle(0, 1, true);

        assertThat(order.next()).isEqualTo(1);
        order.settle(1, 2, true);
        assertThat(order.next()).isEqualTo(2);
        order.onCancelled(2);
        assertThat(order.next()).isEqualTo(PushOrder.NONE);
    }

    @Test
    void whatBecomesOfAPushMustBeWhatBecameOfIt() {
        ResumedOrder order = order();

        assertThatThrownBy(() -> order.settle(2, 0, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
