package dev.taskcast.commit;

import dev.taskcast.lifecycle.TaskRow;
import org.jspecify.annotations.Nullable;

/** Called where changes are applied, one at a time: for updates of maps, nothing else. */
@FunctionalInterface
public interface OnApplied {
    /**
     * A change has been kept and is about to be shown.
     *
     * @param before the row before it, or null where there was none
     * @param after the row after it, or null where the task is gone
     */
    void applied(@Nullable TaskRow before, @Nullable TaskRow after);

    /** Does nothing. */
    OnApplied NOTHING = (before, after) -> {};
}
