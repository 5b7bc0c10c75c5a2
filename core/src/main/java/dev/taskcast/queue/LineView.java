package dev.taskcast.queue;

import java.util.List;

/** What those are told who look at a {@link Line}: who stands where, who waits for what, and what has moved. Not thread-safe. */
public final class LineView {
    private final Line line;

    LineView(Line line) {
        this.line = line;
    }

    /**
     * The types for which somebody waits in vain, since their code is not here.
     *
     * @param now the store's time in milliseconds
     * @return their names, sorted; those of tasks that wait for a time only when it has come
     */
    public List<String> lacking(long now) {
        line.to(now);
        return line.gates().lacking();
    }

    /**
     * Tells how many wait, and for what: by their numbers, none of them is looked at.
     *
     * @param now the store's time in milliseconds
     * @param action is told, of each queue in which somebody waits
     */
    public void waits(long now, Waits action) {
        line.to(now);
        line.places().tell(action);
    }

    /**
     * Since when the one waits who waits longest, of those whose time has come; those that had their turn before do not count.
     *
     * @param now the store's time in milliseconds
     * @return about, and not later than it is; 0 where nobody waits
     */
    public long oldest(long now) {
        line.to(now);
        return line.waiting().ages().oldest();
    }

    /**
     * Where a task stands.
     *
     * @param waiter a task that waits
     * @param now the store's time in milliseconds
     * @return for those who watch it
     */
    public LinePlace standing(Waiter waiter, long now) {
        line.to(now);
        return line.places().of(waiter, line.waiting().lane(waiter));
    }

    /**
     * Which queues somebody has come to stand in, or has left, since a time: in no other has anybody another position.
     *
     * @param since as {@link #moves} was; 0 for the beginning
     * @param now the store's time in milliseconds
     * @return their names
     */
    public List<String> movedSince(long since, long now) {
        line.to(now);
        return line.gates().queues().stream()
                .filter(queue -> queue.movedAt() > since)
                .map(queue -> queue.name)
                .toList();
    }

    /**
     * How often somebody has come to stand in a queue or has left one.
     *
     * @return rises for ever
     */
    public long moves() {
        return line.waiting().moves();
    }

    /**
     * How often somebody has come to stand in one queue or has left it: a position in it has changed by no more, but for what other
     * priorities do.
     *
     * @param queue its name
     * @return rises for ever
     */
    public long moves(String queue) {
        return line.gates().queue(queue).moves();
    }

    /**
     * Who stands first in a queue.
     *
     * @param queue its name
     * @param most up to which position
     * @param now the store's time in milliseconds
     * @return in no order; none where as many keys as that wait
     */
    public List<Waiter> first(String queue, int most, long now) {
        line.to(now);
        return line.gates().queue(queue).first(most);
    }
}
