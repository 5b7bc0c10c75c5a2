package dev.taskcast.spring.autoconfigure;

import dev.taskcast.TaskManager;
import dev.taskcast.spring.TaskSubmitter;
import dev.taskcast.spring.autoconfigure.Handlers.Registered;
import dev.taskcast.store.jdbc.JdbcTransaction;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.Waiting;
import java.util.UUID;

/** Makes the submitters. Thread-safe. */
final class Submitters {
    private final TaskManager tasks;
    private final Handlers handlers;
    private final Transactions transactions;

    Submitters(TaskManager tasks, Handlers handlers, Transactions transactions) {
        this.tasks = tasks;
        this.handlers = handlers;
        this.transactions = transactions;
    }

    TaskSubmitter<?, ?> of(String name) {
        return new Submitter(name);
    }

    private final class Submitter implements TaskSubmitter<Object, Object> {
        private final String name;

        Submitter(String name) {
            this.name = name;
        }

        @Override
        public TaskType<Object, Object> type() {
            return handlers.registered(name).ofType();
        }

        @Override
        public TaskState submit(Object payload, SubmitOptions options) {
            Registered registered = handlers.registered(name);
            return switch (transactions.now()) {
                case Transactions.None none -> tasks.submit(registered.ofType(), payload, options);
                case Transactions.Ours ours ->
                    tasks.submit(
                            registered.ofType(),
                            payload,
                            options.toBuilder()
                                    .in(JdbcTransaction.of(ours.connection()))
                                    .build());
                case Transactions.Another another -> submitAfterIt(registered, payload, options);
            };
        }

        private TaskState submitAfterIt(Registered registered, Object payload, SubmitOptions options) {
            registered.options().validate(payload);
            String id = options.id().orElseGet(() -> UUID.randomUUID().toString());
            SubmitOptions withId = options.toBuilder().id(id).build();
            transactions.afterCommit(() -> {
                TaskState ignored = tasks.submit(registered.ofType(), payload, withId);
            });
            TaskIdentity identity =
                    options.identity(id, name, registered.options().tasks());
            return new TaskState.Pending(identity, new Waiting.ForSlot(0, System.currentTimeMillis(), null, null));
        }
    }
}
