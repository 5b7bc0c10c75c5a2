package dev.taskcast.demo.viewers;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.process.ChildJvm;
import dev.taskcast.task.CancelSignal;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Has a process of its own connect viewers, and tells how late they see each beat of a {@link Pulse}. */
public final class Viewers implements TaskHandler {
    /** The id of its task. */
    public static final String ID = "viewers";

    private static final String PULSE = "pulse";
    private static final double CONNECTING = 0.3; // of the bar

    private final TaskManager tasks;
    private final IntSupplier port;
    private final Size size;
    private final ReentrantLock running = new ReentrantLock();

    /**
     * How many, and for how long.
     *
     * @param viewers streams
     * @param seconds that they are measured for, once they are connected
     */
    public record Size(int viewers, int seconds) {
        /** What the page offers. */
        public static final Size DEMO = new Size(1_000, 15);
    }

    /**
     * What was measured.
     *
     * @param viewers that were connected
     * @param frames that came to them
     * @param p50Millis what half of these took at most, from the call of {@code progress}
     * @param p99Millis what 99 of a hundred took at most
     */
    public record Measured(int viewers, long frames, double p50Millis, double p99Millis) {}

    private Viewers(TaskManager tasks, IntSupplier port, Size size) {
        this.tasks = tasks;
        this.port = port;
        this.size = size;
    }

    /**
     * Registers the viewers and the pulse.
     *
     * @param tasks served under {@code /demo}
     * @param port of that server, known by the time that it runs
     * @param size how many
     */
    public static void register(TaskManager tasks, IntSupplier port, Size size) {
        tasks.register(PULSE, new Pulse());
        tasks.register(ID, new Viewers(tasks, port, size), TaskOptions.title("Viewers"));
    }

    /** A canceled run ends in its own time, and takes its pulse along: the next one waits for that. */
    @Override
    public void run(TaskContext ctx) throws IOException, InterruptedException {
        running.lockInterruptibly();
        try {
            tasks.start(PULSE);
            watch(ctx);
        } finally {
            tasks.cancel(PULSE);
            running.unlock();
        }
    }

    private void watch(TaskContext ctx) throws IOException {
        ctx.progress("Starting their process");
        Process process = ChildJvm.start(
                ViewersProcess.class,
                List.of("-Xmx256m"),
                List.of(
                        Integer.toString(port.getAsInt()),
                        "/demo/events?task=" + PULSE,
                        Integer.toString(size.viewers),
                        Integer.toString(size.seconds)));
        CancelSignal.Link link = ctx.signal().onCancel(process::destroyForcibly);
        try (link;
                BufferedReader lines = process.inputReader()) {
            ctx.result(measured(follow(lines, ctx), ctx));
        } finally {
            process.destroyForcibly();
        }
    }

    private @Nullable Sample follow(BufferedReader lines, TaskContext ctx) throws IOException {
        Sample last = null;
        for (String line; (line = lines.readLine()) != null; ) {
            last = Sample.parse(line);
            double done = CONNECTING * last.connected() / size.viewers + (1 - CONNECTING) * last.measured();
            ctx.progress(last.message(), Math.min(1_000, (int) (1_000 * done)), 1_000);
        }
        return last;
    }

    private static Measured measured(@Nullable Sample last, TaskContext ctx) throws IOException {
        ctx.throwIfCanceled();
        if (last == null || last.frames() == 0) {
            throw new IOException("The viewers' process ended before it had measured anything");
        }
        return new Measured(last.connected(), last.frames(), last.p50Micros() / 1_000.0, last.p99Micros() / 1_000.0);
    }
}
