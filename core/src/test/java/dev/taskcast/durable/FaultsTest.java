package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.LogCapture;
import dev.taskcast.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nodes that share a journal are used by several threads, while their stores fail in every way, and they themselves are killed, closed
 * and replaced. Once all is well again, whatever was acknowledged must have come to the end that was promised.
 */
class FaultsTest {
    private static final int AT_ONCE = 4; // they wait for leases most of the time

    @Test
    void whatWasAcknowledgedEndsAsPromisedWhateverFails() throws InterruptedException {
        check(SeededRandom.several(
                16,
                5765680072687778169L, // nodes that had failures before them when all was to be well
                -7513381753387371393L, // a note that a node was away for, which read all anew
                3293166123930736334L)); // a node that came back between another one's look at it and that one's commit
    }

    @Test
    @Tag("long")
    void inHundredsOfWorlds() throws InterruptedException {
        check(SeededRandom.several(400));
    }

    private static void check(SeededRandom[] seeds) throws InterruptedException {
        Queue<SeededRandom> left = new ConcurrentLinkedQueue<>(List.of(seeds));
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        try (LogCapture log = LogCapture.open(FaultsTest::isOurs)) {
            for (int i = 0; i < AT_ONCE; i++) {
                threads.add(Thread.ofPlatform().name("world").start(() -> {
                    for (SeededRandom seed = left.poll(); seed != null; seed = left.poll()) {
                        check(seed, failures);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            assertThat(log.records(Level.ALL))
                    .extracting(record -> record.getMessage() + " " + record.getThrown())
                    .isEmpty();
        }
        assertThat(InvariantsExtension.threads()).isEmpty();
    }

    /** Errors, but for those of handlers that are to fail. */
    private static boolean isOurs(LogRecord record) {
        return record.getLevel().intValue() >= Level.SEVERE.intValue()
                && !record.getMessage().startsWith("Task \"");
    }

    private static void check(SeededRandom seed, Queue<Throwable> failures) {
        try {
            FaultyWorld world = new FaultyWorld(seed.seed());
            try {
                world.live();
                new FaultyVerdict(world).check();
            } finally {
                world.close();
            }
            assertThat(world.facts.problems).isEmpty();
        } catch (Throwable t) {
            failures.add(new AssertionError(seed.toString(), t));
        }
    }
}
