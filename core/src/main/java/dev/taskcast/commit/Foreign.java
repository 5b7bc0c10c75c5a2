package dev.taskcast.commit;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Changes;
import dev.taskcast.task.TaskProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what other nodes have appended into the rows and the log. */
final class Foreign implements Changes {
    private final Ledger ledger;
    private final OnApplied onApplied;

    Foreign(Ledger ledger, OnApplied onApplied) {
        this.ledger = ledger;
        this.onApplied = onApplied;
    }

    @Override
    public @Nullable TaskRow find(long created) {
        TaskRow shown = ledger.log().member(created);
        TaskRow row = shown == null ? null : ledger.rows().find(shown.id());
        return row != null && row.created() == created ? row : null;
    }

    @Override
    public void last(long fence, TaskProgress progress) {
        ledger.log().amended().last(fence, progress);
    }

    @Override
    public void take(Applied applied) {
        List<Applied> shown = List.of(applied); // first: nothing may fail between the two
        ledger.drafted(applied);
        ledger.account(applied, Stage.guarded(onApplied));
        ledger.show(shown);
    }

    @Override
    public void upTo(long head) {
        ledger.log().amended().lastEnded();
        ledger.rows().upTo(head);
    }
}
