package dev.taskcast.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What {@code application.properties} says. What is null is as the builder of the manager, the endpoint or the servlet has it.
 *
 * @param enabled Whether there are a task manager and its endpoint.
 * @param path Where the endpoint stands in the application.
 * @param access Who is let in, where there is no bean of Access. By default authenticated with Spring Security, and loopback without.
 * @param adminAuthority The authority, such as ROLE_ADMIN, of those who see and do everything.
 * @param transactions What a submit within a transaction does.
 * @param store Where tasks are kept.
 * @param node How many tasks run, and how long they are remembered.
 * @param streams Live streams.
 * @param publicOrigins Origins under which browsers see the application, where a proxy changes its name.
 * @param readOnly Whether nobody can start, cancel or submit over HTTP.
 */
@ConfigurationProperties("taskcast")
public record TaskcastProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("/tasks") String path,
        @Nullable AccessMode access,
        @Nullable String adminAuthority,
        @DefaultValue("join") TransactionMode transactions,
        @DefaultValue Store store,
        @DefaultValue Node node,
        @DefaultValue Streams streams,
        @DefaultValue List<String> publicOrigins,
        boolean readOnly) {

    /** Who is let in. */
    public enum AccessMode {
        /** Whoever is logged in sees and does what is theirs. */
        AUTHENTICATED,
        /** Whoever asks from this machine sees and does everything. */
        LOOPBACK,
        /** Whoever asks sees and does everything. */
        EVERYBODY
    }

    /** What a submit within a transaction does. */
    public enum TransactionMode {
        /** It is part of a transaction on the store's database. In another one it is made right after the commit. */
        JOIN,
        /** It is made right after the commit. */
        AFTER_COMMIT,
        /** It is made at once, whatever becomes of the transaction. */
        NONE
    }

    /** Where tasks are kept. */
    public enum StoreType {
        /** In the file that is named, else in the application's PostgreSQL, else in memory. */
        AUTO,
        /** In the application's PostgreSQL. */
        POSTGRESQL,
        /** In a file, by SQLite. */
        SQLITE,
        /** In memory: they end with the application. */
        MEMORY
    }

    /**
     * Where tasks are kept.
     *
     * @param type Which kind of store.
     * @param folder The folder of the SQLite file.
     * @param schema PostgreSQL's schema. By default the first one of the search path.
     * @param tablePrefix What the names of the tables begin with.
     * @param migrate Whether the tables are made and brought up to date at the start.
     * @param connections How many connections of the DataSource are held, from 1 to 5. By default 4.
     */
    public record Store(
            @DefaultValue("auto") StoreType type,
            @Nullable Path folder,
            @Nullable String schema,
            @Nullable String tablePrefix,
            @DefaultValue("true") boolean migrate,
            @Nullable Integer connections) {}

    /**
     * How many tasks run, and how long they are remembered.
     *
     * @param name The name of this node. One of its own by default.
     * @param slots How many submitted tasks run at once on this node.
     * @param maxConcurrent How many tasks run at once, over all nodes.
     * @param maxPending How many submitted tasks may wait or run.
     * @param maxHistory How many ended tasks are remembered.
     * @param recent How many ended tasks are held in memory, where a database keeps the others.
     * @param waitingPayloads How much memory payloads of tasks that wait may take, where a database keeps the others.
     * @param maxHistoryAge For how long ended tasks are remembered.
     * @param closeTimeout How long handlers have when the application stops.
     * @param lease After how long without a sign another node takes its tasks over.
     */
    public record Node(
            @Nullable String name,
            @Nullable Integer slots,
            @Nullable Integer maxConcurrent,
            @Nullable Integer maxPending,
            @Nullable Integer maxHistory,
            @Nullable Integer recent,
            @Nullable DataSize waitingPayloads,
            @Nullable Duration maxHistoryAge,
            @Nullable Duration closeTimeout,
            @Nullable Duration lease) {}

    /**
     * Live streams.
     *
     * @param max How many there may be.
     * @param heartbeat After how long without news a stream says that it is there.
     * @param maxAge After how long a viewer is told to come back.
     * @param writeDeadline How long a connection may take nothing.
     * @param recheck How often it is asked anew whether a viewer may see what they see.
     * @param progressInterval How often the progress of a task is shown at the most.
     * @param eventBufferSize How many transitions a viewer may have missed and still gets every one of them.
     */
    public record Streams(
            @Nullable Integer max,
            @Nullable Duration heartbeat,
            @Nullable Duration maxAge,
            @Nullable Duration writeDeadline,
            @Nullable Duration recheck,
            @Nullable Duration progressInterval,
            @Nullable Integer eventBufferSize) {}
}
