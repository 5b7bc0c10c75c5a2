package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.LimitSetting.Values;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Applied;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Nodes, users and handlers, one step after the other, and what a naive model says of them. */
final class SimulatedWorld {
    private static final List<String> TYPES = List.of("a", "b");
    private static final List<String> KEYS = List.of("k1", "k2", "k3");
    private static final List<LimitId> LIMITS = List.of(
            LimitId.MANAGER,
            LimitId.queue(""),
            LimitId.queue("q"),
            LimitId.type("a"),
            LimitId.eachKey("q"),
            LimitId.key("q", "k1"));

    /** A handler at work: by the fence of its run. */
    private record Handler(SimulatedNode node, TaskRow row) {}

    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final SimulatedStore store = new SimulatedStore(clock);
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Map<Long, Handler> handlers = new LinkedHashMap<>();
    private final Map<LimitId, LimitSetting> limits = new HashMap<>();
    private final NaiveRates rates = new NaiveRates(this::values);
    private final List<String> ids = new ArrayList<>();
    private int named;
    private int starts;

    SimulatedWorld(Random random) {
        this.random = random;
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            join();
        }
    }

    private SimulatedNode join() {
        SimulatedNode node = new SimulatedNode("node-" + named++, store, clock, 1 + random.nextInt(6));
        TYPES.forEach(type -> node.dispatch.available(type, true));
        nodes.add(node);
        return node;
    }

    /** Lives for some steps, and then ends all that it has begun; how many runs were started. */
    int live(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
        }
        settle();
        return starts;
    }

    private void step() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4 -> submit();
            case 5, 6 -> user(new Command.Enqueue(0, false));
            case 7 -> user(random.nextInt(4) == 0 ? new Command.Unregister() : new Command.Cancel());
            case 8, 9, 10, 11, 12 -> handlerEnds();
            case 13, 14 -> clock.advance(Duration.ofMillis(random.nextInt(3_000)));
            case 15 -> clock.moveWall(Duration.ofMinutes(random.nextInt(200) - 100));
            case 16 -> setLimit();
            case 17 -> nodeIsLost();
            case 18 -> type();
            case 19 -> store.flush(random.nextBoolean());
            case 20 -> store.moveClock(Duration.ofSeconds(random.nextInt(200) - 100));
            case 21 -> anyNode().hears();
            case 22 -> anyNode().mends();
            default -> commit(anyNode(), List.of());
        }
    }

    private SimulatedNode anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void submit() {
        SimulatedNode node = anyNode();
        List<Map.Entry<String, Command>> commands = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String id = "t" + ids.size();
            ids.add(id);
            Turn turn = new Turn(
                    random.nextBoolean() ? "q" : null,
                    random.nextInt(3) == 0 ? null : any(KEYS),
                    random.nextInt(10),
                    1 + random.nextInt(3));
            TaskIdentity identity = new TaskIdentity(id, any(TYPES), null, null, null, List.of(), turn);
            Terms terms = new Terms(false, random.nextInt(4) == 0, false, 1 + random.nextInt(3), null, null, null);
            long now = node.now();
            Waiting waiting = random.nextInt(4) == 0
                    ? new Waiting.ForTime(0, now, now + random.nextInt(5_000), false, null, null)
                    : new Waiting.ForSlot(0, now, null, null);
            commands.add(Map.entry(id, new Command.Register(identity, terms, Payload.of(id, null), waiting)));
        }
        commit(node, commands);
    }

    private void user(Command command) {
        if (!ids.isEmpty()) {
            commit(anyNode(), List.of(Map.entry(any(ids), command)));
        }
    }

    private void setLimit() {
        LimitId of = any(LIMITS);
        int max = random.nextInt(5) == 0 ? Integer.MAX_VALUE : random.nextInt(4);
        Values atOnce = Values.NONE.atOnce(max);
        Values values = random.nextBoolean()
                ? atOnce
                : atOnce.perPeriod(
                        1 + random.nextInt(4), 500 + random.nextInt(random.nextInt(4) == 0 ? 200_000 : 8_000));
        boolean paused = random.nextInt(6) == 0;
        commit(
                anyNode(),
                List.of(Map.entry(
                        "",
                        new Command.SetLimit(of, from -> from.declared(values).paused(paused)))));
    }

    /** What holds; for a key that has no limit of its own, what holds for each. */
    private @Nullable Values values(LimitId of) {
        LimitSetting setting = limits.getOrDefault(of, LimitSetting.NONE);
        if (!setting.equals(LimitSetting.NONE)) {
            return setting.values();
        }
        return of.kind() == LimitId.Kind.KEY ? values(LimitId.eachKey(of.name())) : null;
    }

    /** What a task is counted in. */
    private static List<LimitId> gates(TaskRow row) {
        Turn turn = row.state().identity().turn();
        String queue = turn.queue() == null ? "" : turn.queue();
        List<LimitId> gates = new ArrayList<>(List.of(LimitId.MANAGER, LimitId.queue(queue), LimitId.type(row.type())));
        if (turn.key() != null) {
            gates.add(LimitId.key(queue, turn.key()));
        }
        return gates;
    }

    private void type() {
        anyNode().dispatch.available(any(TYPES), random.nextBoolean());
    }

    private void handlerEnds() {
        if (handlers.isEmpty()) {
            return;
        }
        long fence = any(List.copyOf(handlers.keySet()));
        Handler handler = Objects.requireNonNull(handlers.remove(fence));
        handler.node.returned(handler.row);
        long now = handler.node.now();
        Command end = random.nextInt(3) == 0
                ? new Command.Fail(fence, "no", null, new Command.Again(now, now + random.nextInt(2_000), true, null))
                : new Command.Complete(fence, null, List.of());
        String id = handler.row.id();
        commit(handler.node, List.of(Map.entry(id, end), Map.entry(id, new Command.HandlerEnded(fence))));
    }

    /** Its handlers are gone with it; the others find out in one batch, and another node comes in its place. */
    private void nodeIsLost() {
        SimulatedNode lost = anyNode();
        nodes.remove(lost);
        SimulatedNode taker = nodes.isEmpty() ? join() : anyNode();
        List<Map.Entry<String, Command>> commands = new ArrayList<>();
        handlers.values().removeIf(handler -> {
            if (handler.node != lost) {
                return false;
            }
            long fence = handler.row.fence();
            commands.add(Map.entry(handler.row.id(), new Command.Interrupt(fence, null, taker.now())));
            commands.add(Map.entry(handler.row.id(), new Command.HandlerEnded(fence)));
            return true;
        });
        commit(taker, commands);
        if (nodes.size() < 3 && random.nextBoolean()) {
            join();
        }
    }

    private void commit(SimulatedNode node, List<Map.Entry<String, Command>> commands) {
        for (Applied applied : node.commit(commands, random.nextInt(3) == 0)) {
            if (applied.change().next() instanceof Decision.Limited limited) {
                limits.put(limited.of(), limited.to());
                rates.limited(limited);
            }
            leave(applied.change().from(), applied.after());
            TaskRow row = applied.after();
            if (row != null && applied.change().next() instanceof Decision.Started started) {
                begins(node, row);
                usesUp(row, started.at());
            }
        }
        for (TaskRow row : waiting(node)) {
            if (isHeldUp(node, row)) {
                throw new AssertionError("It waits in vain: " + row + ", "
                        + node.dispatch.standings().of(row) + " at " + node.now() + "; "
                        + node.dispatch.limits().used()
                        + "; " + rates);
            }
        }
    }

    /** No rate is exceeded, whoever starts the task, and however often nodes have begun anew. */
    private void usesUp(TaskRow row, long at) {
        for (LimitId gate : gates(row)) {
            Values values = values(gate);
            if (values != null && values.permits() > 0) {
                assertThat(at).as("the start of %s says when it is", row.id()).isPositive();
                assertThat(rates.isDue(gate, at))
                        .as("the rate of %s lets %s start", gate, row.id())
                        .isTrue();
                rates.started(gate, at);
            }
        }
    }

    /** It might have started, and has not. */
    private boolean isHeldUp(SimulatedNode node, TaskRow row) {
        long now = node.now();
        boolean isDue = row.state() instanceof Pending pending
                && switch (pending.waiting()) {
                    case Waiting.ForTime time -> time.until() <= now;
                    case Waiting.ForSlot slot -> true;
                    case Waiting.ForStart none -> false;
                    case Waiting.ForHandler handler -> false;
                };
        return isDue && node.isRoomFor(row) && gates(row).stream().allMatch(gate -> hasRoom(gate, now));
    }

    private boolean hasRoom(LimitId gate, long now) {
        Values values = values(gate);
        if (values == null) {
            return true;
        }
        LimitSetting own = limits.getOrDefault(gate, LimitSetting.NONE);
        LimitSetting setting =
                own.equals(LimitSetting.NONE) ? limits.getOrDefault(LimitId.eachKey(gate.name()), own) : own;
        long holders = handlers.values().stream()
                .filter(handler -> gates(handler.row).contains(gate))
                .count();
        return !setting.isPaused() && holders < values.maxConcurrent() && rates.isSurelyDue(gate, now);
    }

    /** A task is started again, or waits for that, beside its old handler: only where nothing counts it. */
    private void leave(@Nullable TaskRow from, @Nullable TaskRow to) {
        if (from != null
                && to != null
                && handlers.containsKey(from.fence())
                && from.hasHandler()
                && !(to.hasHandler() && to.fence() == from.fence())) {
            for (LimitId of : LIMITS) {
                assertThat(counts(of, from)
                                && !limits.getOrDefault(of, LimitSetting.NONE).equals(LimitSetting.NONE))
                        .as("%s counts %s, whose handler goes on", of, from)
                        .isFalse();
            }
        }
    }

    private void begins(SimulatedNode node, TaskRow row) {
        starts++;
        assertThat(((Running) row.state()).placement().node()).isEqualTo(node.name);
        assertThat(row.state().identity().type()).matches(node.dispatch::isAvailable, "its code is here");
        handlers.put(row.fence(), new Handler(node, row));
        node.began(row);
        for (LimitId of : LIMITS) {
            LimitSetting setting = limits.getOrDefault(of, LimitSetting.NONE);
            if (counts(of, row)) {
                long holders = handlers.values().stream()
                        .filter(handler -> holdsSame(of, row, handler.row))
                        .count();
                assertThat(setting.isPaused()).as("%s is paused", of).isFalse();
                assertThat(holders)
                        .as("handlers of %s after the start of %s", of, row.id())
                        .isLessThanOrEqualTo(setting.values().maxConcurrent());
            }
        }
    }

    private boolean counts(LimitId of, TaskRow row) {
        Turn turn = row.state().identity().turn();
        String queue = turn.queue() == null ? "" : turn.queue();
        return switch (of.kind()) {
            case MANAGER -> true;
            case QUEUE -> of.name().equals(queue);
            case TYPE -> of.name().equals(row.type());
            case EACH_KEY ->
                of.name().equals(queue)
                        && turn.key() != null
                        && limits.getOrDefault(LimitId.key(queue, turn.key()), LimitSetting.NONE)
                                .equals(LimitSetting.NONE);
            case KEY -> of.name().equals(queue) && Objects.equals(of.key(), turn.key());
        };
    }

    private boolean holdsSame(LimitId of, TaskRow started, TaskRow other) {
        return counts(of, other)
                && (of.kind() != LimitId.Kind.EACH_KEY
                        || Objects.equals(
                                started.state().identity().turn().key(),
                                other.state().identity().turn().key()));
    }

    /** With limits of 1, everything that waits begins and ends: no place was lost, and nobody is forgotten. */
    private void settle() {
        for (LimitId of : LIMITS) {
            commit(
                    anyNode(),
                    List.of(Map.entry(
                            "",
                            new Command.SetLimit(of, from -> new LimitSetting(Values.NONE.atOnce(1), null, false)))));
        }
        SimulatedNode last = nodes.getFirst();
        TYPES.forEach(type -> last.dispatch.available(type, true));
        for (int round = 0; round < 20_000; round++) {
            clock.advance(Duration.ofMillis(500));
            commit(last, List.of());
            if (handlers.isEmpty()) {
                List<TaskRow> waiting = waiting(last);
                if (waiting.isEmpty()) {
                    return;
                }
                for (TaskRow row : waiting) {
                    if (!isLater(row, last.now())) {
                        throw new AssertionError("Nobody runs, so somebody is to begin: " + row.id() + ", "
                                + last.dispatch.standings().of(row));
                    }
                }
            }
            handlerEnds();
        }
        throw new AssertionError("It never comes to rest: " + waiting(last));
    }

    private static List<TaskRow> waiting(SimulatedNode node) {
        return node.waiting();
    }

    private static boolean isLater(@Nullable TaskRow row, long now) {
        return row != null
                && row.state() instanceof dev.taskcast.task.TaskState.Pending pending
                && pending.waiting() instanceof Waiting.ForTime time
                && time.until() > now - 1_000;
    }
}
