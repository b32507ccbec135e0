package org.noisescale.driver.bench;

/** The rounds of one plan, from the first push to the last pull, and the copies that were made between them. */
record PushPullResult(PushPullPlan plan, Durations rounds, Durations copies) {
    double ratio() {
        return rounds.median() / copies.median();
    }
}
