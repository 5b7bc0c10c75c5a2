package dev.taskcast.demo;

import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.demo.process.Lifeline;
import dev.taskcast.demo.process.Supervisor;
import dev.taskcast.demo.stage.Address;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** The process that is killed and started again: the demo itself, on a command line that was checked. */
final class DemoServer {
    private static final int FAILED = 1;

    private DemoServer() {}

    /** Serves until this process is told to end, or its parent is gone. */
    public static void main(String[] words) throws InterruptedException {
        serve(words, DemoTasks.Pace.DEMO);
    }

    /** The same, as fast as is said. */
    static void serve(String[] words, DemoTasks.Pace pace) throws InterruptedException {
        Lifeline.tie(() -> System.exit(0));
        int status = run(Arguments.parse(words), pace);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(Arguments arguments, DemoTasks.Pace pace) throws InterruptedException {
        DataFiles files = new DataFiles(arguments.data());
        try {
            make(files);
        } catch (IOException e) {
            return fail("could not make the demo's data in " + arguments.data() + ": " + e);
        }
        Demo demo;
        try {
            demo = Demo.start(
                    new Demo.Setting(files, store(arguments), pace, Optional.of(DemoServer::kill)),
                    new Demo.Door(arguments.port(), arguments.address()));
        } catch (StoreException e) {
            return fail(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            return fail(e.getMessage() + ". Another port: --port N");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-shutdown"));
        System.out.println(Supervisor.LISTENS + "http://localhost:" + demo.port());
        InetAddress others = arguments.address();
        if (others != null) {
            System.out.println("Others can watch on " + new Address(demo.port(), others).url());
        }
        demo.join();
        return 0;
    }

    /** As a power cut would: no hook is run, nothing is closed, nobody is told. */
    private static void kill() {
        Runtime.getRuntime().halt(Supervisor.KILLED_BY_VISITOR);
    }

    private static void make(DataFiles files) throws IOException {
        if (files.isIncomplete()) {
            System.err.println("Making the demo's data in " + files.directory() + ", once.");
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

    private static int fail(String message) {
        System.err.println("taskcast-demo: " + message);
        return FAILED;
    }
}
