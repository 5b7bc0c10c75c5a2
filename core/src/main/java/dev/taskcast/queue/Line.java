package dev.taskcast.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who waits, and who of them starts next: limits, fairness between keys, priorities with ageing, delays and rates. It is a
 * fold: it is told what is so, and says what follows. It knows no clock and no lock; its caller holds one.
 *
 * <p>Who waits stands in a {@link WaitingLane}, in order. Lanes stand in a {@link Group}, groups in a {@link Half}, and halves
 * in {@link Ready}; each of these is a heap that holds only what may start as far as is known there:
 *
 * <pre>
 * Ready   by priority and age  - queue has room       -&gt; Half    (queue, priority, takes a slot or not)
 * Half    by turn, and by age  - type has room        -&gt; Group   (type; or all without a key)
 * Group   by turn, and by age  - key has room         -&gt; lane    (without a key: type has room)
 * </pre>
 *
 * <p>A limit is a {@link Gate} that is open or closed. When it closes, all whom it holds up leave by one move in a heap, or as
 * many as a key has lanes; when it opens, they come back likewise. So who is blocked costs a choice nothing, no place that is
 * freed can be missed, and who comes back is chosen in the order of all. The manager's limit and the node's slots concern
 * all, and are only asked.
 *
 * <p>Whose time has not come stands apart, in one order by time. {@link Wakes} knows which rates open at what time. Time is
 * what the caller says; where it goes back, it stands still here.
 *
 * <p>Not thread-safe.
 */
public final class Line {
    private Wakes wakes = new Wakes();
    private Ready ready = new Ready();
    private Gates gates = new Gates(wakes, ready);
    private AllWaiting waiting = new AllWaiting(gates, wakes, 0);
    private int slots;

    private final LineView view = new LineView(this);

    /** Nobody waits, no limits, no code, no slots. */
    public Line() {}

    /**
     * What those are told who look at it.
     *
     * @return as it is at each moment
     */
    public LineView view() {
        return view;
    }

    /**
     * A task has come to wait. Nothing where it is here already.
     *
     * @param waiter the task
     */
    public void waits(Waiter waiter) {
        waiting.add(waiter);
    }

    /**
     * A task waits no more. Nothing where it is not here.
     *
     * @param waiter the task, as it was when it came to wait
     */
    public void leaves(Waiter waiter) {
        waiting.remove(waiter);
    }

    /**
     * One more handler goes on, anywhere in the cluster.
     *
     * @param lane the lane of its task
     */
    public void holds(Lane lane) {
        gates.count(lane, 1);
    }

    /**
     * A handler goes on no more.
     *
     * @param lane as it was counted
     * @throws IllegalStateException where none was counted
     */
    public void frees(Lane lane) {
        gates.count(lane, -1);
    }

    /**
     * A handler was started: its key has had its turn, and the rates of its limits are used up by one.
     *
     * @param lane the lane of its task
     * @param now the store's time in milliseconds
     * @return what puts it back
     */
    public Undo started(Lane lane, long now) {
        QueueState queue = gates.queue(lane.queue());
        KeyState key = queue.keys.of(lane.key());
        var before = new Undo.Turn(key.tag(), queue.keys.clock(), queue.flow());
        Undo.Used used = gates.isUnlimited() ? null : gates.started(lane, now);
        queue.flow(queue.flow().started(now));
        return new Undo(lane, before, queue.keys.served(key, lane.weight()), used);
    }

    /**
     * How far the rates are used up that a limit is of.
     *
     * @param of what it is of; of {@link LimitOf.EachKey} of each key that is known
     * @return none where nothing is used up
     */
    public List<RateUse> uses(LimitOf of) {
        return gates.uses(of);
    }

    /**
     * How far all rates are used up.
     *
     * @return in no order
     */
    public List<RateUse> uses() {
        return gates.uses();
    }

    /**
     * Takes note of what was used up of a rate before, in place of what is known. Of no account where the limit has no rate.
     *
     * @param use of which limit, not of {@link LimitOf.EachKey}, and how far
     * @param at when that was so, where the limit's rate is another one by now
     */
    public void use(RateUse use, long at) {
        gates.use(use, at);
    }

    /**
     * Puts back what a start has moved. Where several were started the last one goes first. A limit that has been changed
     * since keeps what its rate has used up.
     *
     * @param undo of the start
     */
    public void undo(Undo undo) {
        undo.in(gates);
    }

    /**
     * Declares a limit, or changes it. Who goes on is not stopped.
     *
     * @param of what it is of
     * @param limit {@link Limit#NONE} removes it
     */
    public void limit(LimitOf of, Limit limit) {
        limit(of, limit, wakes.time());
    }

    /**
     * Declares a limit, or changes it, from a time on: as much of its rate is used up then as of the rate before it.
     *
     * @param of what it is of
     * @param limit {@link Limit#NONE} removes it
     * @param at on the store's clock, in milliseconds
     */
    public void limit(LimitOf of, Limit limit, long at) {
        gates.declare(of, limit, at);
        switch (of) {
            case LimitOf.Manager all -> waiting.allMoved();
            case LimitOf.Type inAny -> waiting.allMoved();
            case LimitOf.Queue in -> waiting.allMoved(gates.queue(in.name()));
            case LimitOf.EachKey in -> waiting.allMoved(gates.queue(in.queue()));
            case LimitOf.Key in -> waiting.allMoved(gates.queue(in.queue()));
        }
    }

    /**
     * A type's code is here from now on, or no longer.
     *
     * @param type its name
     * @param here whether it is
     */
    public void available(String type, boolean here) {
        TypeState state = gates.type(type);
        state.available(here);
        if (state.hasWaiting()) {
            waiting.allMoved();
        }
        gates.tidy(state);
    }

    /**
     * Whether a type's code is here.
     *
     * @param type its name
     * @return what {@link #available} has said last
     */
    public boolean isAvailable(String type) {
        TypeState state = gates.findType(type);
        return state != null && state.isUsable();
    }

    /**
     * How many may still start here that take one of the node's own slots.
     *
     * @param free how many slots
     */
    public void room(int free) {
        slots = free;
    }

    /** One of the node's own slots was taken. */
    public void tookSlot() {
        slots--;
    }

    /** One of the node's own slots was given back. */
    public void gaveSlot() {
        slots++;
    }

    /** Nobody waits or goes on, there are no limits, and no turns are remembered. What code is here stays, and the slots. */
    public void clear() {
        List<String> here = gates.available();
        long time = wakes.time();
        wakes = new Wakes();
        wakes.to(time);
        ready = new Ready();
        gates = new Gates(wakes, ready);
        waiting = new AllWaiting(gates, wakes, waiting.moves());
        here.forEach(type -> available(type, true));
    }

    /**
     * Whether a task that came now would begin at once: it is in no limit's way, and it would be chosen before all who wait.
     *
     * @param lane the lane of the task
     * @param now the store's time in milliseconds
     * @return false as well where its type's code is not here
     */
    public boolean isFree(Lane lane, long now) {
        if (lane.takesSlot() && slots <= 0) {
            return false;
        }
        if (waiting.size() == 0 && gates.isUnlimited()) {
            return isAvailable(lane.type());
        }
        to(now);
        return gates.isOpen(lane) && isNext(lane);
    }

    private boolean isNext(Lane lane) {
        Half first = ready.first(slots > 0);
        if (first == null) {
            return true;
        }
        QueueState queue = gates.queue(lane.queue());
        Band band = queue.band(lane.priority());
        WaitingLane next = first.band.inTurn(slots > 0);
        WaitingLane oldest = first.oldest();
        if (band == first.band) {
            return next != null && queue.keys.tagOf(queue.keys.find(lane.key())) < next.key.tag();
        }
        return oldest != null
                && band.score(wakes.time()) < first.band.score(oldest.head().readyAt());
    }

    /**
     * Whether no limit counts a lane: none of the manager, its queue, its type or its key.
     *
     * @param lane the lane
     * @return true where it starts whatever else goes on, but for the node's own slots
     */
    public boolean isUnlimited(Lane lane) {
        return gates.isUnlimited(lane);
    }

    /**
     * Whether so few go on that one more may be started ahead of a slot that becomes free.
     *
     * @param lane the lane of a task
     * @return false where a limit that counts it is half used up
     */
    public boolean isHalfFree(Lane lane) {
        return gates.isHalfFree(lane);
    }

    /**
     * Who is to start next. It still waits after it.
     *
     * @param now the store's time in milliseconds
     * @return null where nobody may start
     */
    public @Nullable Waiter next(long now) {
        to(now);
        WaitingLane lane = gates.manager().isOpen() ? ready.next(slots > 0) : null;
        return lane == null ? null : lane.head();
    }

    /**
     * Until when nobody comes to be next unless something else happens.
     *
     * @param now the store's time in milliseconds
     * @return in milliseconds of the store's clock; {@link Long#MAX_VALUE} is for ever
     */
    public long nextDue(long now) {
        to(now);
        return Math.min(waiting.nextDue(), wakes.next());
    }

    Gates gates() {
        return gates;
    }

    AllWaiting waiting() {
        return waiting;
    }

    LinePlaces places() {
        return new LinePlaces(gates, wakes.time(), slots > 0);
    }

    void to(long now) {
        if (now <= wakes.time()) {
            return;
        }
        wakes.to(now);
        waiting.enterDue();
    }

    /**
     * How many handlers go on that a limit counts.
     *
     * @param of what the limit is of; of {@link LimitOf.EachKey} none are counted
     * @return those anywhere in the cluster
     */
    public int holders(LimitOf of) {
        return gates.holders(of);
    }

    /**
     * How many tasks wait.
     *
     * @return those whose time has not come as well, and those whose code is not here
     */
    public int size() {
        return waiting.size();
    }

    /**
     * How many tasks wait that take one of the node's own slots.
     *
     * @return of all that {@link #size} counts
     */
    public int waitingWithSlot() {
        return waiting.withSlot();
    }
}
