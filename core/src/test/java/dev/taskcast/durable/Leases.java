package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Lets leases go by on a manual clock, no faster than the nodes can follow. */
final class Leases {
    static final Duration LEASE = Duration.ofSeconds(15);
    static final Duration THIRD = LEASE.dividedBy(3);

    private static final int STEPS = 5;
    private static final Duration TICK = Duration.ofNanos(1_000);

    private Leases() {}

    /**
     * A third of a lease, in steps, so that what lasts for a part of it is not missed: each of the nodes has tried to renew its
     * own after it, unless it ends early.
     */
    private static void third(BooleanSupplier isEnough, ManualClock clock, Nodes.Node... nodes) {
        int[] tried = Arrays.stream(nodes)
                .mapToInt(node -> node.store().renewalsTried())
                .toArray();
        for (int step = 0; step < STEPS; step++) {
            clock.advance(THIRD.dividedBy(STEPS));
            if (isEnough.getAsBoolean()) {
                return;
            }
        }
        for (int i = 0; i < nodes.length; i++) {
            awaitRenewal(tried[i], clock, nodes[i]);
        }
    }

    private static void awaitRenewal(int before, ManualClock clock, Nodes.Node node) {
        until("a renewal", () -> {
            clock.advance(TICK); // a pass that was slow has set its timer from a later moment
            return node.store().renewalsTried() > before;
        });
    }

    /** Time goes by at once; then a node that is due has tried to renew its own, and come back from that. */
    static void pass(Duration time, ManualClock clock, Nodes.Node node) {
        int tried = node.store().renewalsTried();
        clock.advance(time);
        awaitRenewal(tried, clock, node);
        clock.advance(time);
        awaitRenewal(tried + 1, clock, node);
    }

    /** As many thirds of a lease. */
    static void thirds(int many, ManualClock clock, Nodes.Node... nodes) {
        for (int i = 0; i < many; i++) {
            third(() -> false, clock, nodes);
        }
    }

    /** Time goes by until something is so. */
    static void passUntil(String what, BooleanSupplier isSo, ManualClock clock, Nodes.Node... nodes) {
        long limit = System.nanoTime() + Await.LIMIT.toNanos();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not: " + what).isLessThan(limit);
            third(isSo, clock, nodes);
        }
    }

    /** Waits for what needs no time to go by. */
    static void until(String what, BooleanSupplier isSo) {
        long limit = System.nanoTime() + Await.LIMIT.toNanos();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not: " + what).isLessThan(limit);
            Thread.onSpinWait();
        }
    }
}
