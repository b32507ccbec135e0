package org.noisescale.parameterserver.protocol;

/** What the values of a parameters message are. */
final class ParametersKind {
    /** The parameters at the version. */
    static final int LATEST = 0;
    /** Their average over the versions up to it. */
    static final int AVERAGE = 1;

    private ParametersKind() {}
}
