package org.noisescale.parameterserver.optimizer;

import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.noise.SquaredNorm;

/**
 * The identity behind the stationarity of any optimizer (Yaida 2018, arXiv:1810.00004, equation 17): from θ′ = θ − u
 * follows |θ′|² − |θ|² = −2θ·u + |u|², which telescopes over a run to |θ_T|² − |θ₀|² = Σ(−2θ·u + |u|²). Whatever else
 * than the measured updates changes parameters breaks it: an update applied twice, to the wrong part, or not at all.
 *
 * <p>It holds up to rounding. A parameter becomes θ′ = (θ − u)(1 + δ) with |δ| ≤ 2⁻²⁴, since the difference of two
 * floats does not underflow. Hence |θ − u|² = Σ θ′²/(1 + δ)² differs from |θ′|² by at most 2⁻²³·|θ′|², but for terms of
 * the order 2⁻⁴⁶. Products of floats are exact in double; adding d of them one after the other errs by at most d·2⁻⁵³
 * of the sum of their sizes, which is at most |θ|² + |u|² for 2θ·u, so by d·2⁻⁵²·(|θ|² + |θ′|² + |u|²) in all. d is a
 * quarter of a chunk plus the number of pieces, below 2¹⁷ for every vector that there can be, which gives the bound of
 * a step: 2⁻²³·|θ′|² + 2⁻³⁵·(|θ|² + |θ′|² + |u|²). It is tested for each step, which is sharper than for their sum.
 *
 * <p>In a run that diverges to values that are not finite nothing can be said.
 */
public final class StationarityIdentity {
    private static final double ROUNDING = 0x1p-23;
    private static final double ADDITION = 0x1p-35;

    private double parameterNormSquared;
    private double residual;
    private double bound;
    private long steps;
    private long violatedStep;

    /** Before the first update. */
    public StationarityIdentity(ParameterLayout layout, float[] parameters) {
        ChunkPlan chunks = new ChunkPlan(layout);
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            int offset = chunks.offset(chunk);
            for (ChunkPlan.Piece piece : chunks.pieces(chunk)) {
                parameterNormSquared += piece.kind().isTrainable()
                        ? SquaredNorm.of(parameters, offset + piece.from(), offset + piece.to())
                        : 0;
            }
        }
    }

    /** Takes the figures of the next update. */
    public void observe(UpdateFigures update) {
        double next = update.parameterNormSquared();
        double change = next - parameterNormSquared;
        double error = change + 2 * update.parameterUpdateProduct() - update.updateNormSquared();
        double tolerance = ROUNDING * next + ADDITION * (parameterNormSquared + next + update.updateNormSquared());
        steps++;
        residual += error;
        bound += tolerance;
        if (violatedStep == 0 && Math.abs(error) > tolerance) {
            violatedStep = steps;
        }
        parameterNormSquared = next;
    }

    /** |θ_T|² − |θ₀|² − Σ(−2θ·u + |u|²); NaN if training diverged. */
    public double residual() {
        return residual;
    }

    /** The most that rounding explains. */
    public double bound() {
        return bound;
    }

    /** The first step that is off by more than rounding explains, 1 for the first; 0 if there is none. */
    public long violatedStep() {
        return violatedStep;
    }
}
