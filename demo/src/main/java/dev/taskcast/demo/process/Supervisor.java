package dev.taskcast.demo.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Starts the server in a process of its own, and again whenever it has been killed: what a service manager does. It
 * hands on what the server prints, and gives each further one the port of the first.
 */
public final class Supervisor {
    /** What a server prints once it listens, before its address. */
    public static final String LISTENS = "Taskcast is on ";

    /** The exit status of a server that a visitor has killed: it is started again at once. */
    public static final int KILLED_BY_VISITOR = 99;

    private static final Pattern PORT = Pattern.compile(Pattern.quote(LISTENS) + "\\S+:([0-9]+)");
    private static final long CLOSE_SECONDS = 15;

    private final Class<?> main;
    private final PrintStream out;
    private final PrintStream err;
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile @Nullable Process process;
    private volatile @Nullable String port;

    /**
     * Of a server.
     *
     * @param main the server's, tied to this process by a {@link Lifeline}
     * @param out for what it prints
     * @param err for its errors
     */
    public Supervisor(Class<?> main, PrintStream out, PrintStream err) {
        this.main = main;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs until the server is told to end, could not start, or can't be kept up.
     *
     * @param words for the server
     * @return the exit status for this process
     * @throws InterruptedException if the thread is interrupted
     */
    public int run(List<String> words) throws InterruptedException {
        Restarts restarts = Restarts.NONE;
        while (true) {
            long begun = System.nanoTime();
            Ended ended = runOnce(words);
            Duration lived = Duration.ofNanos(System.nanoTime() - begun);
            switch (restarts.after(ended.status, ended.wasUp, lived)) {
                case Restarts.End(int status) -> {
                    return isEnding() ? 0 : status;
                }
                case Restarts.Again(Duration delay, Restarts then) -> {
                    if (ending.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                        return 0;
                    }
                    err.println("The server's process has ended (" + ended.status + ") and is started again.");
                    restarts = then;
                }
            }
        }
    }

    /** Ends the server, kindly at first. For a shutdown hook. */
    public void end() {
        ending.countDown();
        Process last = process;
        if (last == null) {
            return;
        }
        last.destroy();
        try {
            if (!last.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                last.destroyForcibly();
            }
        } catch (InterruptedException e) {
            last.destroyForcibly();
        }
    }

    private boolean isEnding() {
        return ending.getCount() == 0;
    }

    private record Ended(int status, boolean wasUp) {}

    private Ended runOnce(List<String> words) throws InterruptedException {
        List<String> all = new ArrayList<>(words);
        if (port != null) {
            all.add("--port=" + port);
        }
        try {
            Process started = ChildJvm.start(main, List.of(), all);
            process = started;
            if (isEnding()) {
                started.destroy();
            }
            Thread errors = Thread.ofPlatform().daemon().name("errors").start(() -> relay(started.errorReader(), err));
            boolean wasUp = relay(started.inputReader(), out);
            int status = started.waitFor();
            errors.join();
            return new Ended(status, wasUp);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands lines on until there are no more; true where one of them told that the server listens. */
    private boolean relay(BufferedReader lines, PrintStream to) {
        boolean listens = false;
        try {
            for (String line; (line = lines.readLine()) != null; ) {
                Matcher found = PORT.matcher(line);
                if (found.find()) {
                    listens = true;
                    port = Objects.requireNonNull(found.group(1));
                }
                to.println(line);
            }
        } catch (IOException e) {
            // it has ended
        }
        return listens;
    }
}
