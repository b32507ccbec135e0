package org.noisescale.parameterserver.moments;

/**
 * Which statistics of a run these are.
 *
 * @param position counts the exchanges of a step from 0, forward and backward; all virtual workers have the same ones
 * @param groupSize how many virtual workers share them
 * @param group which of the groups; where all virtual workers share there may be several
 */
public record ExchangeKey(long step, int position, int groupSize, int group) {
    /** Whether it is of a later exchange than another one of its group. */
    boolean isAfter(long otherStep, int otherPosition) {
        return step > otherStep || (step == otherStep && position > otherPosition);
    }
}
