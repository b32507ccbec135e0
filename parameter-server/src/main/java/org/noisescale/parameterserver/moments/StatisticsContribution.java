package org.noisescale.parameterserver.moments;

/** Statistics of some channels as they come from a worker; nothing is known of them but that the message is whole. */
public interface StatisticsContribution {
    /** Who sends them. */
    int worker();

    /** Which exchange they are of. */
    ExchangeKey key();

    /** Number of the {@link ChannelStatistics.Kind}. */
    int kind();

    /** The node of the group's tree that they stand for. */
    int node();

    /** Over how many values they go. */
    long count();

    /** How many channels the exchange has in all. */
    int channels();

    /** The first of the channels that they are of. */
    int firstChannel();

    /** Of how many channels they are. */
    int channelCount();

    /** Copies the sums to the front of a target of as many channels. */
    void sumsInto(double[] firsts, double[] seconds);
}
