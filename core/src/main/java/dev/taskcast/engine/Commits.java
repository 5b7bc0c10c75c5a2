package dev.taskcast.engine;

import dev.taskcast.commit.Committer;
import dev.taskcast.commit.GroupCommitter;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.Decision.Refused;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Commits what users want, as long as the manager is open. Thread-safe. */
final class Commits {
    private final Committer committer;
    private final @Nullable GroupCommitter batches; // where several are one commit
    private final Closing closing;

    Commits(Committer committer, Closing closing) {
        this.committer = committer;
        this.closing = closing;
        batches = committer instanceof GroupCommitter group ? group : null;
    }

    /** Commits a command. */
    Decision submit(String id, Command command, OnApplied onApplied) {
        return open(committer.submit(id, command, onApplied));
    }

    /** Commits the making of a task, with an id that nobody has had. */
    Decision submitNew(String id, Command command) {
        return open(committer.submitNew(id, command, OnApplied.NOTHING));
    }

    private static Decision open(Decision decision) {
        if (refused(decision) == Reason.CLOSED) {
            throw closed();
        }
        return decision;
    }

    /** Commits several commands, with as few commits as can be; one that comes too late is refused. */
    List<Decision> submitAll(List<Map.Entry<String, Command>> commands) {
        return batches != null
                ? batches.submitAll(commands)
                : commands.stream()
                        .map(each -> submit(each.getKey(), each.getValue(), OnApplied.NOTHING))
                        .toList();
    }

    /** Has a command committed, and waits for nothing. */
    void tell(Command command, Consumer<Decision> then) {
        committer.tell("", command, OnApplied.NOTHING, then);
    }

    /** Something was submitted in a transaction of the application's: it is there once that is committed. */
    void submittedInTransaction() {
        if (batches != null) {
            batches.submittedInTransaction();
        }
    }

    /** Something that waits may begin now. */
    void wake() {
        committer.wake();
    }

    void requireOpen() {
        if (closing.hasBegun()) {
            throw closed();
        }
    }

    static IllegalStateException closed() {
        return new IllegalStateException("The task manager is closed");
    }

    /** Why a command changes nothing; null where it does. */
    static @Nullable Reason refused(Decision decision) {
        return decision instanceof Refused refused ? refused.reason() : null;
    }
}
