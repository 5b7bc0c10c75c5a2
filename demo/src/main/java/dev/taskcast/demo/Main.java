package dev.taskcast.demo;

import dev.taskcast.demo.process.Supervisor;
import java.io.PrintStream;
import java.util.List;

/**
 * What {@code ./run} starts. It starts the server in a process of its own, and again whenever that was killed; the page
 * has a button for it.
 */
public final class Main {
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
        try {
            Arguments.parse(words);
        } catch (IllegalArgumentException e) {
            err.println("taskcast-demo: " + e.getMessage());
            return BAD_ARGUMENT;
        }
        Supervisor supervisor = new Supervisor(DemoServer.class, out, err);
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::end, "demo-shutdown"));
        return supervisor.run(List.of(words));
    }
}
