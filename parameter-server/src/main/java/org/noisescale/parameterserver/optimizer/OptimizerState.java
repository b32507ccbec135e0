package org.noisescale.parameterserver.optimizer;

import java.util.ArrayList;
import java.util.List;

/**
 * The slots of one chunk, all zero at first. The parts of the chunk, which belong to different segments, share their
 * memory, since each uses another range of it.
 */
public final class OptimizerState {
    private final int length;
    private final List<float[]> memory = new ArrayList<>();
    private final List<List<float[][][]>> slotsOfPart = new ArrayList<>();

    OptimizerState(int length) {
        this.length = length;
    }

    /** Adds the next part, which passes these stages. */
    void add(List<OptimizerStage> stages) {
        List<float[][][]> slotsOfStage = new ArrayList<>();
        int used = 0;
        for (OptimizerStage stage : stages) {
            float[][][] slots = new float[stage.transforms().size()][][];
            for (int i = 0; i < slots.length; i++) {
                int end = used + stage.transforms().get(i).slotCount();
                slots[i] = memory(used, end);
                used = end;
            }
            slotsOfStage.add(slots);
        }
        slotsOfPart.add(slotsOfStage);
    }

    private float[][] memory(int from, int to) {
        while (memory.size() < to) {
            memory.add(new float[length]);
        }
        return memory.subList(from, to).toArray(float[][]::new);
    }

    /** How many values all slots have. */
    public int valueCount() {
        return memory.size() * length;
    }

    /** Copies all slots, one after the other. */
    public void copyInto(float[] target, int from) {
        for (int slot = 0; slot < memory.size(); slot++) {
            System.arraycopy(memory.get(slot), 0, target, from + slot * length, length);
        }
    }

    /** Takes all slots from where {@link #copyInto} has left them. */
    public void restore(float[] source, int from) {
        for (int slot = 0; slot < memory.size(); slot++) {
            System.arraycopy(source, from + slot * length, memory.get(slot), 0, length);
        }
    }

    /** The slots of one part in one stage, by transform; indexed like the chunk. */
    public float[][][] slots(int part, int stage) {
        return slotsOfPart.get(part).get(stage);
    }
}
