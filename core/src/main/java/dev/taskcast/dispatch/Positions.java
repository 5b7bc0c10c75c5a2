package dev.taskcast.dispatch;

import dev.taskcast.task.Standing;
import java.util.List;

/** Where tasks stand in line, for whoever shows it. Thread-safe. */
public interface Positions {
    /**
     * Queues in which somebody has come or gone.
     *
     * @param upTo until when
     * @param queues their names; "" is the default one
     */
    record Moved(long upTo, List<String> queues) {}

    /**
     * Where one stands who waits.
     *
     * @param created the position of the event that made the task
     * @param since the position of the one since which it waits
     * @param standing where it stands
     */
    record Placed(long created, long since, Standing standing) {}

    /**
     * In which queues positions may have changed.
     *
     * @param since what it has given before as {@link Moved#upTo}; 0 for all queues in which anybody waits or has waited
     * @return the queues
     */
    Moved movedSince(long since);

    /**
     * How often somebody has come to stand in a queue or has left it. A position in it has changed by no more than that, unless the turn
     * went to another priority.
     *
     * @param queue its name; "" is the default one
     * @return rises for ever
     */
    long moves(String queue);

    /**
     * Who stands first in a queue. The cost depends on how many that are, and not on how many wait.
     *
     * @param queue its name; "" is the default one
     * @param most up to which position
     * @return in no order; more than that where some have the same position, and none where nobody's is as low
     */
    List<Placed> first(String queue, int most);
}
