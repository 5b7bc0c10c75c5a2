package dev.taskcast.demo;

import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** Starts the demo: {@code ./run [--port N] [--data DIR] [--jdbc-url URL]}. */
public final class Main {
    private static final int FAILED = 1;
    private static final int BAD_ARGUMENT = 2;

    private final PrintStream out;
    private final PrintStream err;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs until the process is told to end.
     *
     * @param words the command line
     * @throws InterruptedException never
     */
    public static void main(String[] words) throws InterruptedException {
        int status = new Main(System.out, System.err).run(words);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Gives the process's exit status. */
    int run(String... words) throws InterruptedException {
        if (List.of(words).contains("--help")) {
            out.println(Arguments.USAGE);
            return 0;
        }
        Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (IllegalArgumentException e) {
            return fail(BAD_ARGUMENT, String.valueOf(e.getMessage()));
        }
        DataFiles files = new DataFiles(arguments.data());
        try {
            make(files);
        } catch (IOException e) {
            return fail(FAILED, "could not make the demo's data in " + arguments.data() + ": " + e);
        }
        return serve(files, store(arguments), arguments.port());
    }

    private void make(DataFiles files) throws IOException {
        if (files.isIncomplete()) {
            err.println("Making the demo's data in " + files.directory() + ", once.");
            files.makeMissing(DataFiles.Size.DEMO);
        }
    }

    private static TaskStore store(Arguments arguments) {
        String url = arguments.jdbcUrl();
        if (url == null) {
            return JdbcTaskStore.embedded(arguments.data().resolve("tasks"));
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return JdbcTaskStore.of(source);
    }

    private int serve(DataFiles files, TaskStore store, int port) throws InterruptedException {
        Demo demo;
        try {
            demo = Demo.start(files, store, port);
        } catch (StoreException e) {
            return fail(FAILED, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            return fail(FAILED, e.getMessage() + ". Another port: --port N");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-shutdown"));
        out.println("Taskcast is on http://localhost:" + demo.port());
        demo.join();
        return 0;
    }

    private int fail(int status, String message) {
        err.println("taskcast-demo: " + message);
        return status;
    }
}
