package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Opened;
import dev.taskcast.store.RateFold;
import dev.taskcast.store.TaskStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whichever of several nodes appends, and whichever brings the tables up, what is used up of rates is the same. */
interface NodeRatesContract extends RatesContract {
    /** A node, what it has read, and all that was appended by anybody. */
    final class Peer {
        private final TaskStore store;
        private final History history;
        private final String name;
        private final UsedRates found;

        Peer(TaskStore store, Opened opened, String name) {
            this.store = store;
            this.name = name;
            history = new History(opened);
            found = opened.rates();
        }

        /** Appends some starts, and now and then a limit; gives these changes. */
        private List<Applied> lives(Random random, long at) {
            boolean reachesBack = store.journal().read(history.head(), history);
            assertThat(reachesBack).isTrue();
            if (random.nextInt(8) == 0) {
                history.limitAt(
                        random.nextBoolean() ? LimitId.MANAGER : LimitId.eachKey("q"),
                        RatesContract.paced(1 + random.nextInt(50), 1_000 + random.nextInt(60_000)),
                        at);
            }
            for (int i = random.nextInt(4); i >= 0; i--) {
                String id = name + history.head();
                history.make(id, "t", "q", "k" + random.nextInt(3));
                history.startAt(id, name, at + i);
                history.complete(id);
                if (random.nextBoolean()) {
                    history.unregister(id);
                }
            }
            var batch = history.batch();
            assertThat(store.journal().append(batch)).isTrue();
            return batch.changes();
        }
    }

    @Test
    default void whatIsUsedUpIsTheSameWhoeverBringsTheTablesUp() {
        Random random = new Random(5);
        List<Applied> all = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            peers.add(join("node-" + i));
        }
        for (int i = 0; i < 120; i++) {
            Peer peer = peers.get(random.nextInt(peers.size()));
            all.addAll(peer.lives(random, AT + 100L * i));
            if (random.nextInt(3) == 0) {
                peers.get(random.nextInt(peers.size())).store.flush();
            }
            if (random.nextInt(10) == 0) {
                Peer lost = peers.remove(random.nextInt(peers.size()));
                crash(lost.store);
                Peer next = join("next-" + i);
                peers.add(next);
                assertThat(left(next.found)).as("after step %s", i).isEqualTo(left(folded(all)));
            }
        }
    }

    private Peer join(String name) {
        TaskStore store = opened(newStore());
        return new Peer(store, store.open(opening(name)), name);
    }

    /** What is over may be forgotten at any time. */
    private static UsedRates left(UsedRates all) {
        Map<LimitId, UsedRates.Use> uses = new HashMap<>(all.uses());
        uses.values().removeIf(use -> use.fullNanos() <= all.time() * 1_000_000);
        return new UsedRates(uses, all.time());
    }

    private static UsedRates folded(List<Applied> all) {
        RateFold fold = new RateFold();
        fold.begin(Map.of(), UsedRates.NONE);
        all.forEach(applied -> fold.take(applied, (of, use) -> {}));
        return fold.used();
    }
}
