package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.series.SeriesTable;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Inbox;
import dev.taskcast.store.Journal;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.Nodes;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.RunRecords;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.store.TaskStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that outlive the JVM: in a file, by SQLite, for one process; or in PostgreSQL 14 or newer, for any number of nodes.
 *
 * <pre>{@code
 * JdbcTaskStore.embedded(Path.of("data"));
 * JdbcTaskStore.of(dataSource);
 * JdbcTaskStore.builder(dataSource).tablePrefix("jobs_").schema("app").build();
 * }</pre>
 *
 * <p>It makes its tables by itself; for who wants to do so by hand the SQL is in the jar, beside this class, as
 * {@code postgresql/001.sql} and so on. On PostgreSQL it holds three connections of the {@code DataSource} from its
 * opening to its {@link #close}, and a fourth while the tables are written; or as {@link Builder#connections} says. Where a pooler hands the server's sessions from
 * transaction to transaction, it prepares no statements, and asks for what others do. Connections go back as they came:
 * auto-commit, isolation, read-only, network timeout and what a session has set are as before.
 *
 * <p>A store is for one manager. Which failures mean that something is to be tried again, see {@link StoreException}.
 */
public final class JdbcTaskStore implements TaskStore {
    private final Dialect dialect;
    private final Options options;
    private int findBudget = TableFinder.BUDGET;
    private long unflushedBytes = Room.ofHeap();
    private volatile @Nullable Parts parts;

    /** What there is once it is open. */
    private record Parts(
            Database database,
            JournalTable journal,
            Flusher flusher,
            RecordTables records,
            NodeTable nodes,
            LiveTable live,
            InboxTable inbox,
            Ended ended,
            StoredSeries series,
            Dialect.@Nullable Listener listener) {}

    /** What there is of tasks that have ended. */
    private record Ended(RestTable resting, TableFinder finder, Gone gone, BringUp bringUp) {}

    JdbcTaskStore(Dialect dialect, Options options) {
        this.dialect = dialect;
        this.options = options;
    }

    /** For tests: how many entries are looked at for a page. Before it is opened. */
    void findBudget(int entries) {
        findBudget = entries;
    }

    /** For tests: how much the tables may lack. Before it is opened. */
    void unflushedBytes(long most) {
        unflushedBytes = most;
    }

    /**
     * A store within this process, by SQLite, which comes along: a file, {@code taskcast.db}, of which this process is the
     * only user.
     *
     * @param folder where the file is; made if need be. On a disk of this machine, not of a network
     * @return a store, not opened yet
     */
    public static JdbcTaskStore embedded(Path folder) {
        return new JdbcTaskStore(new SqliteDialect(folder), Options.DEFAULT);
    }

    /**
     * A store in PostgreSQL, which any number of nodes may share, with the usual names. Its driver is the application's.
     *
     * @param source where connections come from; a pool needs four for the store
     * @return a store, not opened yet
     */
    public static JdbcTaskStore of(DataSource source) {
        return builder(source).build();
    }

    /**
     * A store in PostgreSQL.
     *
     * @param source where connections come from; a pool needs as many for the store as {@link Builder#connections} says
     * @return options
     */
    public static Builder builder(DataSource source) {
        return new Builder(source);
    }

    /** Options of a store. Not thread-safe. */
    public static final class Builder {
        private final DataSource source;
        private String tablePrefix = Options.DEFAULT.prefix();
        private @Nullable String schema = Options.DEFAULT.schema();
        private boolean migrate = Options.DEFAULT.migrate();
        private int keepEvents = Options.DEFAULT.keepEvents();
        private int connections = Options.DEFAULT.connections();

        private Builder(DataSource source) {
            this.source = source;
        }

        /**
         * What the names of the tables begin with.
         *
         * @param prefix 1 to 31 of {@code a-z}, {@code 0-9} and {@code _}, no digit first; {@code taskcast_} if not set
         * @return this
         */
        public Builder tablePrefix(String prefix) {
            this.tablePrefix = prefix;
            return this;
        }

        /**
         * Where the tables are. If nothing is said, in the first schema of the connection's search path that its user
         * may create tables in; where these are made by hand ({@link #migrate migrate(false)}), or the user may create
         * none, also in one that has them. Tables of the same names in a later schema are left alone; if they are the
         * same user's, the opening fails and says so.
         *
         * @param name the same characters as for a prefix, made if need be; or null, as if not set
         * @return this
         */
        public Builder schema(@Nullable String name) {
            this.schema = name;
            return this;
        }

        /**
         * Whether the store makes its tables, and alters those of older versions.
         *
         * @param allowed false if that is done by hand: it then only checks their version; true if not set
         * @return this
         */
        public Builder migrate(boolean allowed) {
            this.migrate = allowed;
            return this;
        }

        /**
         * How many transitions the journal keeps for nodes and viewers that were away for a while. It keeps more if the manager wants
         * more.
         *
         * @param transitions at least 1,000; 100,000 if not set
         * @return this
         */
        public Builder keepEvents(int transitions) {
            this.keepEvents = transitions;
            return this;
        }

        /**
         * How many connections the store may hold. With one it does all in turn on that. The second one is for all but appending. The third
         * one listens to other nodes: without it what they do is found by asking about twice a second. The fourth one is for flushes, and the
         * fifth for {@code find}: these go back to the pool when they have not been used for some seconds.
         *
         * @param most from 1 to 5; 4 if not set
         * @return this
         */
        public Builder connections(int most) {
            this.connections = most;
            return this;
        }

        /**
         * Checks the options.
         *
         * @return a store, not opened yet
         * @throws IllegalArgumentException if one of them is none
         */
        public JdbcTaskStore build() {
            return new JdbcTaskStore(
                    new PostgresDialect(source), new Options(tablePrefix, schema, migrate, keepEvents, connections));
        }
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Opened open(Opening opening) {
        if (parts != null) {
            throw new IllegalStateException("A store must be opened once only");
        }
        Database database = new Database(dialect, options);
        boolean done = false;
        try {
            Opened opened = open(database, opening);
            done = true;
            return opened;
        } catch (OutOfMemoryError e) {
            throw StoreException.tooLarge(dialect.database(), Loader.count(database), e);
        } finally {
            if (!done) {
                database.close();
            }
        }
    }

    private Opened open(Database database, Opening opening) {
        Unflushed unflushed = new Unflushed();
        Gone gone = new Gone();
        LineTable lines = new LineTable(database);
        ProgressTable progress = new ProgressTable(database, opening.node());
        NodeTable nodes = new NodeTable(database, opening.node());
        LiveTable live = new LiveTable(database, opening.node());
        Set<String> others = new Opener(database).enter(opening);
        BringUp bringUp = new BringUp(database);
        bringUp.all();
        RestCounts.countAll(database);
        RestTable.layToRest(database);
        Opened opened = new Loader(database, unflushed, gone, lines).load(opening, others);
        Room room = new Room(unflushed, database.dialect().database(), unflushedBytes);
        int keep = Math.max(options.keepEvents(), opening.recent());
        Flusher flusher = new Flusher(database, opening.node(), unflushed, room, keep);
        JournalTable.Around around = new JournalTable.Around(
                applied -> {
                    progress.applied(applied);
                    if (applied.change().next() instanceof Decision.Removed) {
                        removed(applied, gone, lines);
                    }
                },
                nodes::hasOthers,
                new ReadAnew(database, flusher, gone, lines, progress));
        JournalTable journal = new JournalTable(database, opening.node(), unflushed, room, around);
        database.connect();
        Dialect.Listener listener = database.isListening()
                ? dialect.listen(database, opening.node(), new Dialect.Hints(journal::hint, live::hint))
                : null;
        if (listener != null) {
            nodes.ask(listener::isHearing);
        }
        parts = new Parts(
                database,
                journal,
                flusher,
                new RecordTables(progress, new CurveTable(database), lines, new RunTable(database, unflushed)),
                nodes,
                live,
                new InboxTable(database),
                new Ended(
                        new RestTable(database, unflushed),
                        new TableFinder(new FindTable(database), unflushed, findBudget),
                        gone,
                        bringUp),
                new StoredSeries(database, unflushed),
                listener);
        return opened;
    }

    private static void removed(Applied applied, Gone gone, LineTable lines) {
        gone.add(applied.change().id());
        TaskRow from = applied.change().from();
        if (from != null) {
            lines.remove(from.created());
        }
    }

    private Parts parts() {
        Parts opened = parts;
        if (opened == null) {
            throw new IllegalStateException("A store must be opened before it is used");
        }
        return opened;
    }

    /**
     * How this node's appends to the journal have gone.
     *
     * @return as of now; thread-safe
     * @throws IllegalStateException if the store is not open
     */
    public HeadStats headStats() {
        return parts().journal().stats();
    }

    @Override
    public Journal journal() {
        return parts().journal();
    }

    @Override
    public Inbox inbox() {
        return parts().inbox();
    }

    @Override
    public Nodes nodes() {
        return parts().nodes();
    }

    /** {@inheritDoc} On SQLite there is one process only, and nothing of it. */
    @Override
    public LiveRuns live() {
        return dialect.isShared() ? parts().live() : LiveRuns.NONE;
    }

    @Override
    public RunRecords records() {
        return parts().records();
    }

    @Override
    public Optional<SeriesTable> series() {
        return Optional.of(parts().series());
    }

    @Override
    public RestingTasks resting() {
        return parts().ended().resting();
    }

    /** {@inheritDoc} It finds tasks that have ended, wherever they were appended. */
    @Override
    public Optional<TaskFinder> finder() {
        return Optional.of(parts().ended().finder());
    }

    @Override
    public boolean isGone(String id) {
        return parts().ended().gone().has(id);
    }

    /** Lines first: once the tables have forgotten a task, nothing tells that there are lines of it. */
    @Override
    public void flush() {
        Parts opened = parts();
        opened.records().lineTable().flush();
        opened.flusher().flush();
        if (opened.nodes().hasOthers()) {
            opened.ended().bringUp().some(); // one of an older version may have written rows
        }
        opened.database().giveBackIdle();
    }

    @Override
    public void close() {
        Parts opened = parts;
        if (opened == null) {
            dialect.close();
            return;
        }
        try {
            flush();
        } catch (StoreException expected) {
            // what is not in the tables is in the journal
        } finally {
            Dialect.Listener listener = opened.listener();
            if (listener != null) {
                listener.close();
            }
            opened.database().close();
        }
    }
}
