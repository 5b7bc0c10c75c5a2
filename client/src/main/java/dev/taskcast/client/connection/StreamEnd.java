package dev.taskcast.client.connection;

import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.client.live.Received;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a stream ended. */
sealed interface StreamEnd {
    /**
     * It is lost, or there was none.
     *
     * @param error why; null where it ended as it should
     */
    record Lost(@Nullable TaskRequestException error) implements StreamEnd {}

    /**
     * Something in between holds it back.
     *
     * @param list the first one that was asked for in its place
     */
    record HeldBack(List<Received> list) implements StreamEnd {}

    /** Somebody wants another one, or none any more. */
    record GivenUp() implements StreamEnd {}
}
