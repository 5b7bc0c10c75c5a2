package dev.taskcast.testkit.store;

import dev.taskcast.store.LiveRun;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.Watched;
import java.util.List;
import java.util.Map;

/** A way to what is live on other nodes, as long as the store is reached. Thread-safe. */
final class FaultyLive implements LiveRuns {
    private final LiveRuns live;
    private final Reach reach;

    FaultyLive(LiveRuns live, Reach reach) {
        this.live = live;
        this.reach = reach;
    }

    @Override
    public long watch(Watched watched) {
        return reach.call(() -> live.watch(watched));
    }

    @Override
    public Watchers watchers() {
        return reach.call(live::watchers);
    }

    @Override
    public Map<String, Long> newest() {
        return reach.call(live::newest);
    }

    @Override
    public long write(List<LiveRun> news) {
        return reach.call(() -> live.write(news));
    }

    @Override
    public List<Written> read(Map<String, Long> after) {
        return reach.call(() -> live.read(after));
    }

    @Override
    public void onWatch(Runnable hint) {
        live.onWatch(hint);
    }
}
