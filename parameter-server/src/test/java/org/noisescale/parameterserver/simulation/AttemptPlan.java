package org.noisescale.parameterserver.simulation;

import org.noisescale.parameterserver.service.ServerPlan;

/**
 * One attempt of a run.
 *
 * @param server its plan, with a run id of its own
 * @param firstVersion how many updates the state has that it begins with
 */
record AttemptPlan(ServerPlan server, int attempt, long firstVersion) {}
