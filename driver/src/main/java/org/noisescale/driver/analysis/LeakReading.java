package org.noisescale.driver.analysis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Of how many examples a probe tells, from their normalised features alone, which virtual worker normalised them. What
 * BatchNormalization does to an example depends on the others of its group, so that its features say where it was: what
 * networks that compare examples of a batch learn to cheat by (He et al. 2020, arXiv:1911.05722, section 3.3). The
 * probe is a {@link LinearDiscriminant} that has learnt from one half of the visitors of each virtual worker, and is
 * asked of the other half.
 *
 * @param workers how many virtual workers it chooses from; a guess is right once in so many
 * @param asked of how many examples it was asked
 * @param told for how many of these it was right
 */
public record LeakReading(int workers, int asked, int told) implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * What the probe says.
     *
     * @param seen of each virtual worker the features of its visitors, as many of each
     */
    public static LeakReading of(List<List<float[]>> seen) {
        List<List<float[]>> learnt = new ArrayList<>();
        List<List<float[]>> asked = new ArrayList<>();
        for (List<float[]> visitors : seen) {
            learnt.add(visitors.subList(0, visitors.size() / 2));
            asked.add(visitors.subList(visitors.size() / 2, visitors.size()));
        }
        LinearDiscriminant probe = new LinearDiscriminant(learnt);
        int told = 0;
        int count = 0;
        for (int worker = 0; worker < asked.size(); worker++) {
            for (float[] visitor : asked.get(worker)) {
                told += probe.classOf(visitor) == worker ? 1 : 0;
                count++;
            }
        }
        return new LeakReading(seen.size(), count, told);
    }
}
