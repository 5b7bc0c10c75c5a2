package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.store.shared.JournalStore;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.time.ManualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run whose node has not been heard of, as a viewer who is connected to another node is sent it. */
class LostStreamTest {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final int STEPS = 5;
    private static final Duration TICK = Duration.ofNanos(1_000);

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final SharedJournal journal = SharedJournal.ofManyNodes(clock);
    private final JournalStore first = journal.connect();
    private final JournalStore second = journal.connect();
    private final TaskManager runs = node(first);
    private final TaskManager shows = node(second);
    private final ModelClient client =
            new ModelClient(TaskEndpoint.builder(shows).build());
    private final Held held = Held.polite();
    private boolean isAway; // the first one

    private TaskManager node(JournalStore store) {
        return invariants.manager(builder -> builder.store(store)
                .clock(clock)
                .lease(LEASE)
                .closeTimeout(Duration.ZERO) // on a clock that stands still any other would be for ever
                .storeTimeout(Duration.ofMinutes(10)));
    }

    @BeforeEach
    void running() throws Exception {
        runs.register("x", held);
        runs.start("x");
        Held.Run ignored = held.next();
        client.connect();
        Frame.Message last = next(() -> {}, state -> "running".equals(state.get("status")));
        assertThat(last.state()).doesNotContainKey("lostSince");
    }

    private Frame.Message next(Predicate<Map<String, @Nullable Object>> wanted) {
        return next(this::third, wanted);
    }

    /** Has time go by until the viewer is sent such a state. */
    private Frame.Message next(Runnable time, Predicate<Map<String, @Nullable Object>> wanted) {
        long limit = System.nanoTime() + Await.LIMIT.toNanos();
        while (true) {
            for (Frame.Message message : client.pullAll()) {
                if (!message.type().equals("ready") && wanted.test(message.state())) {
                    return message;
                }
            }
            assertThat(System.nanoTime()).as("still: %s", client.task("x")).isLessThan(limit);
            time.run();
        }
    }

    /** A third of a lease, after which each node that is there has tried to renew its own. */
    private void third() {
        int ofFirst = first.renewalsTried();
        int ofSecond = second.renewalsTried();
        for (int i = 0; i < STEPS; i++) {
            clock.advance(LEASE.dividedBy(3 * STEPS));
        }
        long limit = System.nanoTime() + Await.LIMIT.toNanos();
        while (second.renewalsTried() == ofSecond || (!isAway && first.renewalsTried() == ofFirst)) {
            assertThat(System.nanoTime()).as("a renewal").isLessThan(limit);
            clock.advance(TICK); // a pass that was slow has set its timer from a later moment
        }
    }

    private void first(boolean away) {
        isAway = away;
        first.down(away);
    }

    @Test
    void isShownSoWithoutAPositionAndThenWhatWasDecided() {
        long before = Backends.of(shows).log().head();
        first(true);
        second.hold(); // time goes by in large steps: it could be decided by the time that the viewer looks
        long last = clock.millis();
        Frame.Message lost = next(state -> state.containsKey("lostSince"));
        second.goOn();

        assertThat(lost.state()).containsEntry("status", "running").containsEntry("run", BigDecimal.ONE);
        assertThat(((BigDecimal) Objects.requireNonNull(lost.state().get("lostSince"))).longValueExact())
                .isBetween(last - LEASE.toMillis(), clock.millis());
        assertThat(lost.id()).as("of the last transition").isEqualTo(before);

        Frame.Message decided = next(state -> !state.containsKey("lostSince"));
        assertThat(decided.state()).containsEntry("status", "error").containsEntry("run", BigDecimal.ONE);
        assertThat(Objects.requireNonNull(decided.id())).isGreaterThan(before);
    }

    @Test
    void whoConnectsMeanwhileIsShownItAsWell() {
        first(true);
        second.hold(); // as above
        Frame.Message lost = next(state -> state.containsKey("lostSince"));
        ModelClient late = new ModelClient(TaskEndpoint.builder(shows).build());
        late.connect().pullAll();
        second.goOn();

        assertThat(Objects.requireNonNull(late.task("x")).get("lostSince"))
                .isEqualTo(lost.state().get("lostSince"));
    }

    @Test
    void anOutageThatIsOverIsShownOver() {
        first(true);
        second.down(true);
        Frame.Message lost = next(state -> state.containsKey("lostSince"));
        first(false);
        second.down(false);
        Frame.Message found = next(state -> !state.containsKey("lostSince"));

        assertThat(found.state()).containsEntry("status", "running").containsEntry("run", BigDecimal.ONE);
        assertThat(found.id()).isEqualTo(lost.id());
    }
}
