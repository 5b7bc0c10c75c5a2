package dev.taskcast.log;

import dev.taskcast.lifecycle.TaskRow;
import java.util.List;

/** Tasks that the log does not have any more, and that somebody begins to watch. Thread-safe. */
public interface RestingRows extends AutoCloseable {
    /** None. */
    RestingRows NONE = new RestingRows() {
        @Override
        public List<TaskRow> rows() {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /**
     * Those that rest at this moment: without those that were woken or are gone, as far as the log says so by now.
     *
     * @return in the order in which they were made
     */
    List<TaskRow> rows();

    @Override
    void close();
}
