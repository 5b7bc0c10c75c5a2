package dev.taskcast.store;

import java.time.Duration;

/**
 * What a node says when it opens a store.
 *
 * @param node its name: another one each time, never used before
 * @param least where the positions of this life are to begin at the least: above all that an earlier life may have given
 *     after the moment that a backup is from
 * @param recent how many of the last transitions it wants to have
 * @param ended how many of the tasks that {@linkplain dev.taskcast.lifecycle.TaskRow#mayRest may rest} it wants to hold: those that ended
 *     last. It may get more
 * @param payloadBytes how many bytes the payloads of tasks that wait may take, those that were made first: of the others it need not get
 *     more than {@link dev.taskcast.codec.Payload#IN_STORE}
 * @param patience how long to wait for a store that can't be reached; zero fails at once
 */
public record Opening(String node, long least, int recent, int ended, long payloadBytes, Duration patience) {
    /**
     * Of somebody who holds all tasks.
     *
     * @param node its name
     * @param least where the positions of this life are to begin at the least
     * @param recent how many of the last transitions it wants to have
     * @param patience how long to wait for a store that can't be reached
     */
    public Opening(String node, long least, int recent, Duration patience) {
        this(node, least, recent, Integer.MAX_VALUE, patience);
    }

    /**
     * Of somebody who holds the payloads of all tasks that wait.
     *
     * @param node its name
     * @param least where the positions of this life are to begin at the least
     * @param recent how many of the last transitions it wants to have
     * @param ended how many of the tasks that may rest it wants to hold
     * @param patience how long to wait for a store that can't be reached
     */
    public Opening(String node, long least, int recent, int ended, Duration patience) {
        this(node, least, recent, ended, Long.MAX_VALUE, patience);
    }
}
