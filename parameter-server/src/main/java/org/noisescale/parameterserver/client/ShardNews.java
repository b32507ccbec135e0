package org.noisescale.parameterserver.client;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.moments.StatisticsContribution;
import org.noisescale.parameterserver.protocol.WorkerAdapter;

/** Hands what shards tell a worker to whoever waits for it. */
record ShardNews(ParameterReceiver parameters, StatisticsSession statistics) implements WorkerAdapter.Listener {
    @Override
    public void onParameters(long version, int chunk, DirectBuffer buffer, int index, int bytes) {
        parameters.onParameters(version, chunk, buffer, index, bytes);
    }

    @Override
    public void onAverage(long version, int chunk, DirectBuffer buffer, int index, int bytes) {
        parameters.onAverage(version, chunk, buffer, index, bytes);
    }

    @Override
    public void onGroupStatistics(StatisticsContribution contribution) {
        statistics.onStatistics(contribution);
    }

    @Override
    public void onStop(String reason) {
        parameters.onStop(reason);
    }

    @Override
    public void onPatience() {
        parameters.onPatience();
    }
}
