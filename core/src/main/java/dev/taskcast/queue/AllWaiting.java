package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/** All who wait: those whose time has come, each in its lane, and apart from them, by time, those whose time has not. Not thread-safe. */
final class AllWaiting {
    private final Gates gates;
    private final Wakes wakes;
    private final Table<Lane, WaitingLane> lanes = new ByLane();
    private final Delayed delayed = new Delayed();
    private final Ages ages = new Ages();
    private int size;
    private int withSlot;
    private long moves;

    /**
     * Nobody.
     *
     * @param gates have the queues that they wait in
     * @param wakes knows the time
     * @param moves how often somebody has come to stand in a queue or has left one before
     */
    AllWaiting(Gates gates, Wakes wakes, long moves) {
        this.gates = gates;
        this.wakes = wakes;
        this.moves = moves;
    }

    /** A task has come. Nothing where it is here already. */
    void add(Waiter waiter) {
        if (waiter.readyAt() > wakes.time() ? delayed.add(waiter, queueOf(waiter)) : enter(waiter)) {
            size++;
            withSlot += waiter.lane().takesSlot() ? 1 : 0;
        }
    }

    private QueueState queueOf(Waiter waiter) {
        return gates.queue(waiter.lane().queue());
    }

    private boolean enter(Waiter waiter) {
        Lane lane = waiter.lane();
        WaitingLane found = lanes.find(lane);
        QueueState queue = found == null ? gates.queue(lane.queue()) : found.group.half.band.queue;
        KeyState key = found == null ? queue.keys.of(lane.key()) : found.key;
        boolean isBack = !key.isWaiting();
        boolean isNew = queue.add(found == null ? open(lane, queue, key) : found, waiter, isBack);
        if (isNew) {
            queue.moved(++moves, 1);
            ages.add(waiter.readyAt());
        }
        return isNew;
    }

    private WaitingLane open(Lane lane, QueueState queue, KeyState key) {
        TypeState type = gates.type(lane.type());
        Group group = queue.band(lane.priority()).half(lane.takesSlot()).group(type, lane.key() != null);
        var opened = new WaitingLane(lane, key, type, group);
        group.enters(opened);
        key.add(opened);
        lanes.add(opened);
        return opened;
    }

    /** A task has left. Nothing where it is not here. */
    void remove(Waiter waiter) {
        if (waiter.readyAt() > wakes.time() ? delayed.remove(waiter, queueOf(waiter)) : exit(waiter)) {
            size--;
            withSlot -= waiter.lane().takesSlot() ? 1 : 0;
        }
    }

    private boolean exit(Waiter waiter) {
        WaitingLane lane = lanes.find(waiter.lane());
        if (lane == null || !lane.group.half.band.queue.remove(lane, waiter)) {
            return false;
        }
        lane.group.half.band.queue.moved(++moves, 1);
        ages.remove(waiter.readyAt());
        if (lane.waiters.size() == 0) {
            lanes.remove(lane);
            lane.group.left(lane);
            lane.key.remove(lane);
            gates.tidy(lane.type);
        }
        return true;
    }

    /** The time has gone on: those whose time has come go to their lanes. */
    void enterDue() {
        long now = wakes.time();
        for (Waiter due = delayed.first(); due != null && due.readyAt() <= now; due = delayed.first()) {
            delayed.remove(due, queueOf(due));
            enter(due);
        }
    }

    /** When the next one's time comes; {@link Long#MAX_VALUE} where nobody waits for a time. */
    long nextDue() {
        Waiter first = delayed.first();
        return first == null ? Long.MAX_VALUE : first.readyAt();
    }

    /** Why tasks wait may be another reason now, in any queue. */
    void allMoved() {
        gates.queues().forEach(this::allMoved);
    }

    /** As many moves as there can be places, so that everybody who is watched is looked at. */
    void allMoved(QueueState queue) {
        queue.moved(++moves, 1L + size);
    }

    /** The lane of a task; null where nobody of it waits whose time has come. */
    @Nullable
    WaitingLane lane(Waiter waiter) {
        return lanes.find(waiter.lane());
    }

    Ages ages() {
        return ages;
    }

    int size() {
        return size;
    }

    /** How many take one of the node's own slots. */
    int withSlot() {
        return withSlot;
    }

    /** How often somebody has come to stand in a queue or has left one. */
    long moves() {
        return moves;
    }

    private static final class ByLane extends Table<Lane, WaitingLane> {
        @Override
        Lane key(WaitingLane element) {
            return element.lane;
        }

        @Override
        @Nullable
        WaitingLane next(WaitingLane element) {
            return element.nextInTable;
        }

        @Override
        void setNext(WaitingLane element, @Nullable WaitingLane next) {
            element.nextInTable = next;
        }
    }
}
