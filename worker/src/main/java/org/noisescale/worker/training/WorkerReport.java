package org.noisescale.worker.training;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.worker.dataset.EpochAuditReport;

/**
 * What a worker has to say after its last step.
 *
 * @param parametersSha256 of the final parameters' bytes (floats, little-endian), lower-case hexadecimal
 * @param auditOrNull the audit of its virtual workers' examples, if examples were drawn epoch by epoch
 * @param snapshots the parameters at the versions that it was told to keep, in order
 */
public record WorkerReport(
        int rank, String parametersSha256, @Nullable EpochAuditReport auditOrNull, List<ParameterSnapshot> snapshots)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** The audit, if there is one. */
    public Optional<EpochAuditReport> audit() {
        return Optional.ofNullable(auditOrNull);
    }
}
