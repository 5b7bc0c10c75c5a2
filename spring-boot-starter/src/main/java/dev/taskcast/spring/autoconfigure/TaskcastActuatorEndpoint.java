package dev.taskcast.spring.autoconfigure;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.StoreStatus;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/taskcast}: how many tasks there are, in which states, and what those that wait wait for. Thread-safe. */
@Endpoint(id = "taskcast")
public class TaskcastActuatorEndpoint {
    private final TaskManager tasks;
    private final ObjectProvider<TaskEndpoint> endpoint;

    /**
     * Of a manager.
     *
     * @param tasks is asked
     * @param endpoint says how many watch, where there is one
     */
    public TaskcastActuatorEndpoint(TaskManager tasks, ObjectProvider<TaskEndpoint> endpoint) {
        this.tasks = tasks;
        this.endpoint = endpoint;
    }

    /**
     * What there is.
     *
     * @param store how the store does
     * @param tasks how many, by status
     * @param waiting how many of those that wait for their turn, by what they wait for, as the protocol names it
     * @param unknownTypes types that tasks wait for and this node has no code of
     * @param streams how many are open here; null without an endpoint
     */
    public record Overview(
            StoreStatus store,
            Map<String, Integer> tasks,
            Map<String, Integer> waiting,
            List<String> unknownTypes,
            @Nullable Integer streams) {}

    /**
     * Counts the tasks that this node holds in memory: all that live, and the newest that have ended. Takes time in proportion to their
     * number.
     *
     * @return as it is now
     */
    @ReadOperation
    public Overview overview() {
        Map<String, Integer> byStatus = new TreeMap<>();
        Map<String, Integer> byReason = new TreeMap<>();
        for (TaskState state : tasks.getAllStates()) {
            byStatus.merge(state.status().wireName(), 1, Integer::sum);
            if (state instanceof Pending pending && pending.standing() != null) {
                byReason.merge(pending.standing().why().wireName(), 1, Integer::sum);
            }
        }
        TaskEndpoint watched = endpoint.getIfAvailable();
        return new Overview(
                tasks.getStoreStatus(),
                byStatus,
                byReason,
                tasks.getUnknownTypes(),
                watched == null ? null : watched.streams());
    }
}
