package org.noisescale.parameterserver.control;

import java.util.List;

/**
 * What a server has of a run.
 *
 * @param kept whether it keeps checkpoints at all
 * @param versions those that are whole, the newest first
 * @param refused a line for each file that cannot be used
 */
record Holdings(boolean kept, List<Long> versions, List<String> refused) {
    Holdings {
        versions = List.copyOf(versions);
        refused = List.copyOf(refused);
    }
}
