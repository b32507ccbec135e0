package org.noisescale.parameterserver.service;

/** The order in which pushes are complete at this shard. */
final class FirstCome implements PushOrder {
    private final int[] queue;
    private int size;

    FirstCome(int workers) {
        queue = new int[workers];
    }

    @Override
    public int next() {
        return size == 0 ? NONE : queue[0];
    }

    @Override
    public void settle(int worker, long staleness, boolean admitted) {
        removeAt(0);
    }

    @Override
    public void onComplete(int worker) {
        queue[size++] = worker;
    }

    @Override
    public void onCancelled(int worker) {
        for (int i = 0; i < size; i++) {
            if (queue[i] == worker) {
                removeAt(i);
            }
        }
    }

    private void removeAt(int position) {
        size--;
        System.arraycopy(queue, position + 1, queue, position, size - position);
    }
}
