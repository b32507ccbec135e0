package org.noisescale.parameterserver.control;

import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.synchronization.AsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BatchAsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BatchSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BoundedStalenessPolicy;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.LocalPolicy;
import org.noisescale.parameterserver.synchronization.QuorumAsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.QuorumSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.Seating;
import org.noisescale.parameterserver.synchronization.StaleSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/**
 * A rule as far as servers must know it.
 *
 * @param number K or s; 0 where the rule has none
 * @param stalenessMax the greatest staleness that counts; {@link #UNBOUNDED} if all does
 * @param order in which pushes are dealt with
 */
record RuleCode(Kind kind, long number, long stalenessMax, Seating seating, OrderCode order) {
    private static final long UNBOUNDED = -1;

    /** Which rule. */
    enum Kind {
        BSP,
        K_SYNC,
        K_BATCH_SYNC,
        K_ASYNC,
        K_BATCH_ASYNC,
        ASYNC,
        SSP,
        LOCAL
    }

    /** Checks the ranges. */
    RuleCode {
        if (number < 0 || number > Integer.MAX_VALUE || stalenessMax < UNBOUNDED) {
            throw new IllegalArgumentException(
                    "a rule must have numbers in range, had " + number + " and " + stalenessMax);
        }
        if (seating.isAsked() != (kind != Kind.BSP)) {
            throw new IllegalArgumentException("pushes must take seats under every rule but bsp, was " + kind);
        }
    }

    /** The code of a rule; throws {@link IllegalArgumentException} for one that servers do not know. */
    static RuleCode of(ServerPlan.Rules rules) {
        SynchronizationPolicy policy = rules.synchronization();
        if (policy instanceof BoundedStalenessPolicy bounded) {
            return code(bounded.rule(), bounded.most(), rules);
        }
        return code(policy, UNBOUNDED, rules);
    }

    /** Whether servers know a rule. */
    static boolean isKnown(SynchronizationPolicy policy) {
        SynchronizationPolicy rule = policy instanceof BoundedStalenessPolicy bounded ? bounded.rule() : policy;
        return rule.getClass().getPackage().equals(SynchronizationPolicy.class.getPackage());
    }

    private static RuleCode code(SynchronizationPolicy policy, long most, ServerPlan.Rules rules) {
        Numbered rule = numbered(policy);
        return new RuleCode(rule.kind, rule.number, most, rules.seating(), OrderCode.of(rules.followedOrNull()));
    }

    /** A rule and its number. */
    private record Numbered(Kind kind, long number) {}

    private static Numbered numbered(SynchronizationPolicy policy) {
        if (policy instanceof QuorumSynchronousPolicy rule) {
            return new Numbered(Kind.K_SYNC, rule.quorum());
        }
        if (policy instanceof BatchSynchronousPolicy rule) {
            return new Numbered(Kind.K_BATCH_SYNC, rule.quorum());
        }
        if (policy instanceof QuorumAsynchronousPolicy rule) {
            return new Numbered(Kind.K_ASYNC, rule.quorum());
        }
        if (policy instanceof BatchAsynchronousPolicy rule) {
            return new Numbered(Kind.K_BATCH_ASYNC, rule.quorum());
        }
        if (policy instanceof StaleSynchronousPolicy rule) {
            return new Numbered(Kind.SSP, rule.bound());
        }
        return new Numbered(plain(policy), 0);
    }

    private static Kind plain(SynchronizationPolicy policy) {
        if (policy instanceof BulkSynchronousPolicy) {
            return Kind.BSP;
        }
        if (policy instanceof AsynchronousPolicy) {
            return Kind.ASYNC;
        }
        if (policy instanceof LocalPolicy) {
            return Kind.LOCAL;
        }
        throw new IllegalArgumentException("servers do not know the rule " + policy);
    }

    boolean isSeated() {
        return kind != Kind.BSP;
    }

    /** The same for a server that is told the order by another one. */
    RuleCode withoutOrder() {
        return new RuleCode(kind, number, stalenessMax, seating, OrderCode.NONE);
    }

    /** The rule. How many steps local workers take is their own business. */
    SynchronizationPolicy policy() {
        SynchronizationPolicy rule = rule();
        return stalenessMax == UNBOUNDED ? rule : new BoundedStalenessPolicy(rule, stalenessMax);
    }

    private SynchronizationPolicy rule() {
        int count = (int) number;
        return switch (kind) {
            case BSP -> new BulkSynchronousPolicy();
            case K_SYNC -> new QuorumSynchronousPolicy(count);
            case K_BATCH_SYNC -> new BatchSynchronousPolicy(count);
            case K_ASYNC -> new QuorumAsynchronousPolicy(count);
            case K_BATCH_ASYNC -> new BatchAsynchronousPolicy(count);
            case ASYNC -> new AsynchronousPolicy();
            case SSP -> new StaleSynchronousPolicy(number);
            case LOCAL -> new LocalPolicy(1, 0);
        };
    }
}
