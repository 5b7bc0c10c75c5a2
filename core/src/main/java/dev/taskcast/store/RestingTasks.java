package dev.taskcast.store;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a durable store knows of tasks that nodes need not hold: of those that have ended all, of those that wait their payloads. Thread-safe; what asks the database may block, and
 * throws {@link StoreException} where it can't.
 */
public interface RestingTasks {
    /** Of a store in which nothing rests: every node holds all. */
    RestingTasks NONE = new RestingTasks() {
        @Override
        public long certain() {
            return Long.MIN_VALUE;
        }

        @Override
        public List<TaskRow> find(Collection<String> ids) {
            return List.of();
        }

        @Override
        public List<TaskRow> oldest(int newest, int max) {
            return List.of();
        }

        @Override
        public Map<Long, Payload> payloads(Collection<Long> created) {
            return Map.of();
        }
    };

    /**
     * Up to which position the tables have everything, also after a crash of the database. May be behind what is so. Does not block.
     *
     * @return rises; below every position where nothing is certain
     */
    long certain();

    /**
     * Tasks by their ids. Of what has been appended and read by now it knows which are gone; of those that live it may know an older state.
     *
     * @param ids at most 1,000
     * @return those that there are, with their notes, in no order
     */
    List<TaskRow> find(Collection<String> ids);

    /**
     * Tasks that {@linkplain TaskRow#mayRest may rest}, by when they have ended.
     *
     * @param newest so many of the newest are passed by
     * @param max how many are wanted at the most
     * @return the oldest first, without notes
     */
    List<TaskRow> oldest(int newest, int max);

    /**
     * What tasks were submitted with, as the tables have it.
     *
     * @param created where the tasks were made, at most 1,000
     * @return by where they were made; without those that the tables do not have, or not at this moment
     */
    Map<Long, Payload> payloads(Collection<Long> created);
}
