package org.noisescale.parameterserver.service;

/** The order that the first shard tells. It is never ahead by more than one push of each worker. */
final class ToldOrder implements PushOrder {
    private final int[] queue;
    private long dealtWith;
    private long told;

    ToldOrder(int workers) {
        queue = new int[workers];
    }

    /** Takes the push with the next number; false if it is not that, or there is no room, which changes nothing. */
    boolean add(long number, int worker) {
        if (number != told || told - dealtWith == queue.length) {
            return false;
        }
        queue[position(told++)] = worker;
        return true;
    }

    private int position(long number) {
        return (int) (number % queue.length);
    }

    @Override
    public int next() {
        return dealtWith == told ? NONE : queue[position(dealtWith)];
    }

    @Override
    public void settle(int worker, long staleness, boolean admitted) {
        dealtWith++;
    }

    @Override
    public void onComplete(int worker) {
        // Its place is for the first shard to say.
    }

    @Override
    public void onCancelled(int worker) {
        // The first shard will not name it.
    }
}
