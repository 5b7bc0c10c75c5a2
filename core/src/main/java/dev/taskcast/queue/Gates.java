package dev.taskcast.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that has or may have a limit: the manager, queues, types and keys. */
final class Gates {
    private final Wakes wakes;
    private final Ready ready;
    private final Manager manager;
    private final Map<String, QueueState> queues = new HashMap<>();
    private final Map<String, TypeState> types = new HashMap<>();
    private final Map<LimitOf, Limit> limits = new HashMap<>();
    // What was asked for last: a start asks for its type and its queue several times.
    private @Nullable TypeState asked;
    private @Nullable QueueState askedQueue;

    Gates(Wakes wakes, Ready ready) {
        this.wakes = wakes;
        this.ready = ready;
        manager = new Manager(wakes);
    }

    boolean isUnlimited() {
        return limits.isEmpty();
    }

    Gate manager() {
        return manager;
    }

    QueueState queue(String name) {
        QueueState last = askedQueue;
        if (last != null && last.name.equals(name)) {
            return last;
        }
        QueueState found = queues.get(name);
        if (found == null) {
            found = new QueueState(name, wakes, ready);
            queues.put(name, found);
        }
        askedQueue = found;
        return found;
    }

    /** All queues, also those in which nobody waits. */
    Collection<QueueState> queues() {
        return queues.values();
    }

    TypeState type(String name) {
        TypeState found = findType(name);
        if (found == null) {
            found = new TypeState(name, wakes);
            types.put(name, found);
        }
        return found;
    }

    @Nullable
    TypeState findType(String name) {
        TypeState last = asked;
        if (last != null && last.name.equals(name)) {
            return last;
        }
        TypeState found = types.get(name);
        asked = found == null ? last : found;
        return found;
    }

    /** The names of those types whose code is here. */
    List<String> available() {
        return types.entrySet().stream()
                .filter(each -> each.getValue().isUsable())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The names of those types whose code is not here, and for which somebody waits whose time has come. */
    List<String> lacking() {
        return types.values().stream()
                .filter(each -> !each.isUsable() && each.hasWaiting())
                .map(each -> each.name)
                .sorted()
                .toList();
    }

    /** Drops a type that makes no difference any more: there may be as many as registered tasks. */
    void tidy(TypeState type) {
        if (type.isForgettable()) {
            types.remove(type.name, type);
            asked = null;
        }
    }

    void declare(LimitOf of, Limit limit, long at) {
        Limit some = limit.equals(Limit.NONE) ? null : limit;
        if (some == null) {
            limits.remove(of);
        } else {
            limits.put(of, some);
        }
        switch (of) {
            case LimitOf.Manager m -> manager.declare(some, at);
            case LimitOf.Queue q -> queue(q.name()).declare(some, at);
            case LimitOf.Type t -> {
                TypeState type = type(t.name());
                type.declare(some, at);
                tidy(type);
            }
            case LimitOf.EachKey each -> queue(each.queue()).declareEachKey(some, at);
            case LimitOf.Key key -> queue(key.queue()).keys.of(key.key()).declare(some, at);
        }
    }

    /** The gates that a lane passes, those that concern fewest first; without a key that nobody has heard of. */
    List<Gate> of(Lane lane) {
        QueueState queue = queue(lane.queue());
        TypeState type = type(lane.type());
        KeyState key = lane.key() == null ? null : queue.keys.find(lane.key());
        return key == null ? List.of(type, queue, manager) : List.of(key, type, queue, manager);
    }

    /** One more handler, or one fewer. */
    void count(Lane lane, int change) {
        manager.count(change);
        QueueState queue = queue(lane.queue());
        queue.count(change);
        TypeState type = type(lane.type());
        type.count(change);
        if (change < 0) {
            tidy(type);
        }
        if (lane.key() != null) {
            queue.keys.of(lane.key()).count(change);
        }
    }

    /** How far the rates are used up that a limit is of: of {@link LimitOf.EachKey}, of each key of the queue. */
    List<RateUse> uses(LimitOf of) {
        List<RateUse> uses = new ArrayList<>(0);
        switch (of) {
            case LimitOf.Manager m -> addUse(of, manager, uses);
            case LimitOf.Queue q -> addUse(of, queues.get(q.name()), uses);
            case LimitOf.Type t -> addUse(of, types.get(t.name()), uses);
            case LimitOf.EachKey each -> addUses(queues.get(each.queue()), uses);
            case LimitOf.Key key -> {
                QueueState queue = queues.get(key.queue());
                addUse(of, queue == null ? null : queue.keys.find(key.key()), uses);
            }
        }
        return uses;
    }

    /** How far all rates are used up. */
    List<RateUse> uses() {
        List<RateUse> uses = uses(new LimitOf.Manager());
        types.values().forEach(type -> addUse(type.of(), type, uses));
        for (QueueState queue : queues.values()) {
            addUse(queue.of(), queue, uses);
            addUses(queue, uses);
        }
        return uses;
    }

    private static void addUses(@Nullable QueueState queue, List<RateUse> uses) {
        if (queue != null) {
            for (KeyState key : queue.keys.all()) {
                addUse(new LimitOf.Key(queue.name, Objects.toString(key.name)), key, uses);
            }
        }
    }

    private static void addUse(LimitOf of, @Nullable Gate gate, List<RateUse> uses) {
        Pace pace = gate == null ? null : gate.pace();
        if (pace != null) {
            uses.add(new RateUse(of, pace.rate(), pace.fullNanos()));
        }
    }

    /** So far a rate is used up, at a time. */
    void use(RateUse use, long at) {
        switch (use.of()) {
            case LimitOf.Manager m -> manager.use(use.rate(), use.fullNanos(), at);
            case LimitOf.Queue q -> queue(q.name()).use(use.rate(), use.fullNanos(), at);
            case LimitOf.Type t -> {
                TypeState type = type(t.name());
                type.use(use.rate(), use.fullNanos(), at);
                tidy(type);
            }
            case LimitOf.Key of -> {
                QueueState queue = queue(of.queue());
                KeyState key = queue.keys.of(of.key());
                key.use(use.rate(), use.fullNanos(), at);
                queue.keys.tidy(key);
            }
            case LimitOf.EachKey each ->
                throw new IllegalArgumentException("A rate must be used up of one key, got: " + use);
        }
    }

    /** Uses up the rates of a lane's limits. Gives what puts that back. */
    Undo.@Nullable Used started(Lane lane, long now) {
        QueueState queue = queue(lane.queue());
        KeyState key = lane.key() == null ? null : queue.keys.find(lane.key());
        Undo.Used used = key == null ? null : key.started(now, null);
        used = type(lane.type()).started(now, used);
        used = queue.started(now, used);
        return manager.started(now, used);
    }

    int holders(LimitOf of) {
        return switch (of) {
            case LimitOf.Manager m -> manager.holders();
            case LimitOf.Queue q -> holders(queues.get(q.name()));
            case LimitOf.Type t -> holders(types.get(t.name()));
            case LimitOf.EachKey each -> 0;
            case LimitOf.Key key -> {
                QueueState queue = queues.get(key.queue());
                yield queue == null ? 0 : holders(queue.keys.find(key.key()));
            }
        };
    }

    private static int holders(@Nullable Gate gate) {
        return gate == null ? 0 : gate.holders();
    }

    /** Whether no limit counts a lane. */
    boolean isUnlimited(Lane lane) {
        if (limits.isEmpty()) {
            return true;
        }
        if (manager.limit() != null) {
            return false;
        }
        QueueState queue = queue(lane.queue());
        KeyState key = lane.key() == null ? null : queue.keys.find(lane.key());
        boolean isKeyFree = lane.key() == null || (key == null ? queue.eachKey() : key.limit()) == null;
        TypeState type = findType(lane.type());
        return isKeyFree && queue.limit() == null && (type == null || type.limit() == null);
    }

    /** Whether no limit of a lane is more than half used up. */
    boolean isHalfFree(Lane lane) {
        TypeState type = findType(lane.type());
        QueueState queue = queue(lane.queue());
        KeyState key = lane.key() == null ? null : queue.keys.find(lane.key());
        return manager.isHalfFree()
                && queue.isHalfFree()
                && (type == null || type.isHalfFree())
                && (key == null || key.isHalfFree());
    }

    /** Whether all limits of a lane let one more start, and its type's code is here. */
    boolean isOpen(Lane lane) {
        TypeState type = findType(lane.type());
        if (type == null || !type.isOpen() || !manager.isOpen()) {
            return false;
        }
        QueueState queue = queue(lane.queue());
        return queue.isOpen() && (lane.key() == null || queue.keys.isOpen(lane.key()));
    }

    private static final class Manager extends LimitedGate {
        Manager(Wakes wakes) {
            super(wakes);
        }

        @Override
        LimitOf of() {
            return new LimitOf.Manager();
        }

        @Override
        void toggled() {} // it is asked

        @Override
        void holdsOtherwise(Hold before) {}
    }
}
