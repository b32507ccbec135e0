package org.noisescale.parameterserver.transport;

/**
 * Which worker it is.
 *
 * @param attempt how often it was started before in this run
 */
public record WorkerIdentity(int rank, int attempt) {}
