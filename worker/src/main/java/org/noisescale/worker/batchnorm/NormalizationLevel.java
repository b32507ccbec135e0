package org.noisescale.worker.batchnorm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layers of BatchNormalization of which none needs what another one puts out, computed one right after the other. What
 * they share travels together: the one that is computed first measures for all of them, whose inputs are there by then;
 * so does the last one in the backward pass, which comes first there, with the gradients.
 */
public final class NormalizationLevel {
    private final StatisticsPool pool;
    private final List<Member> members = new ArrayList<>();
    private final JointStatistics joint = new JointStatistics();

    /** A layer of several, and the gradients of what it puts out, once they are there. */
    private record Member(SyncBatchNormalization layer, Supplier<INDArray> gradients) {}

    /** A level without layers; a layer that is in none shares alone. */
    public NormalizationLevel(StatisticsPool pool) {
        this.pool = pool;
    }

    /**
     * Adds the layer that is computed next.
     *
     * @param gradients of what it puts out, asked for when all layers of the level have them
     */
    public void add(SyncBatchNormalization layer, Supplier<INDArray> gradients) {
        layer.join(this, members.size());
        members.add(new Member(layer, gradients));
    }

    /**
     * Sees to it that the moments of a layer that is about to normalise are merged with others'.
     *
     * @param position of the layer in the level
     */
    void shareMoments(SyncBatchNormalization present, int position) {
        if (members.isEmpty()) {
            pool.share(present.measure().parts());
        } else if (position == 0) {
            share(members.stream().map(member -> member.layer.measure()).toList());
        }
    }

    /**
     * Sees to it that the sums of a layer's gradients are merged with others'.
     *
     * @param position of the layer in the level
     * @param gradients of what the layer has put out
     */
    void shareGradients(SyncBatchNormalization present, int position, INDArray gradients) {
        if (members.isEmpty()) {
            pool.share(present.measureGradients(gradients).parts());
        } else if (position == members.size() - 1) {
            share(members.stream()
                    .map(member -> member.layer.measureGradients(member.gradients.get()))
                    .toList());
        }
    }

    private void share(List<JointStatistics.Share> shares) {
        pool.share(joint.gather(shares));
        joint.spread(shares);
    }
}
