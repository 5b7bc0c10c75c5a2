package dev.taskcast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskState;
import dev.taskcast.testkit.proxy.FaultProxy;
import dev.taskcast.testkit.proxy.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The event source in a real browser, behind a network that cuts, delays, buffers and duplicates. */
final class CutsTest {
    private static final long SEED = 20_261_124;
    private static final int CUTS = 1_000;
    private static final int TASKS = 8;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    private final TaskManager tasks = TaskManager.builder()
            .eventBufferSize(100_000)
            .progressInterval(Duration.ofMillis(5))
            .build();
    private final ConcurrentSkipListSet<String> ended = new ConcurrentSkipListSet<>();
    private TaskServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() {
        // A page without a policy, which would let the browser wait for no expression of the test's.
        server = TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks).build())
                .page(Html.page("<!doctype html><html lang=en><title>cuts</title>"))
                .port(0)
                .start();
        proxy = new FaultProxy(server.port(), SEED);
        tasks.subscribe(change -> {
            if (change instanceof TaskChange.Updated(long position, String id, TaskState state)
                    && state instanceof TaskState.Terminal) {
                ended.add(end(state));
            }
        });
        for (int i = 0; i < TASKS; i++) {
            Random random = new Random(SEED + i);
            tasks.register("task-" + i, ctx -> run(ctx, random));
        }
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
        tasks.close();
    }

    /** For example {@code task-1 12 timed_out}. */
    private static String end(TaskState state) {
        return state.id() + " " + state.run() + " " + state.status().wireName();
    }

    private static void run(TaskContext ctx, Random random) throws Exception {
        int steps = 1 + random.nextInt(20);
        for (int step = 1; step <= steps; step++) {
            ctx.progress("step", step, steps);
            Thread.sleep(random.nextInt(10));
        }
        if (random.nextInt(4) == 0) {
            throw new IllegalStateException("by chance");
        }
    }

    /** Writes down each end, and whatever goes back. */
    private static final String WATCH = """
            async () => {
              const { TaskEventSource } = await import('/tasks/client/task-event-source.js');
              const known = window.known = { ended: new Set(), wrong: [], resets: 0, newest: new Map() };
              const isEnd = ({ status }) => !['pending', 'running'].includes(status);
              const look = (state) => {
                const before = known.newest.get(state.id);
                const [run, was] = [state.run ?? 0, before?.run ?? 0];
                const back = before && (run < was || (run === was && isEnd(before) && !isEnd(state))
                  || (run === was && (state.progress?.current ?? 1e9) < (before.progress?.current ?? 0)));
                if (back) known.wrong.push(JSON.stringify([before, state]));
                known.newest.set(state.id, state);
                if (isEnd(state)) known.ended.add(`${state.id} ${run} ${state.status}`);
              };
              window.source = new TaskEventSource('/tasks/events', {
                shared: false, reconnectDelay: 1, maxReconnectDelay: 4,
              });
              source.addEventListener('message', ({ data }) => {
                if (data.type === 'reset') known.resets++;
                if (data.type === 'init') look(data.task);
                if (data.type === 'update') look(data.state);
              });
            }
            """;

    @Test
    void noEndIsLostAndNothingGoesBack() throws InterruptedException {
        Page page = CHROMIUM.open(proxy.port());
        page.evaluate(WATCH);
        page.waitForFunction("source.state === 'live'");
        proxy.faults(new Faults(0.15, 0.1, 0.1, 0.1, Duration.ofMillis(5)));
        AtomicBoolean enough = new AtomicBoolean();
        Thread driver = Thread.startVirtualThread(() -> drive(enough));
        long end = System.nanoTime() + LIMIT.toNanos();
        while (proxy.cuts() < CUTS && System.nanoTime() < end) {
            page.waitForTimeout(50);
        }
        enough.set(true);
        driver.join();
        proxy.faults(Faults.NONE);
        proxy.cut(); // what is held back on a stream is not lost but late
        Runs.until(() -> tasks.getAllStates().stream().allMatch(state -> state instanceof TaskState.Terminal));
        page.waitForFunction(
                "expected => source.connected && JSON.stringify([...source.tasks.values()].map(({ id, run, status }) =>"
                        + " `${id} ${run} ${status}`)) === expected",
                newest());

        assertThat(proxy.cuts()).as("cuts, seed %s", SEED).isGreaterThanOrEqualTo(CUTS);
        assertThat((List<?>) page.evaluate("known.wrong")).isEmpty();
        assertThat(page.evaluate("known.resets")).isEqualTo(0);
        TreeSet<String> seen = new TreeSet<>();
        ((List<?>) page.evaluate("[...known.ended]")).forEach(each -> seen.add((String) each));
        assertThat(seen).hasSizeGreaterThan(TASKS).isEqualTo(ended);
    }

    private void drive(AtomicBoolean enough) {
        Random random = new Random(SEED);
        while (!enough.get()) {
            String id = "task-" + random.nextInt(TASKS);
            if (tasks.start(id) == StartOutcome.ALREADY_RUNNING && random.nextInt(10) == 0) {
                tasks.cancel(id);
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private String newest() {
        return tasks.getAllStates().stream()
                .map(state -> "\"" + end(state) + "\"")
                .toList()
                .toString()
                .replace(", ", ",");
    }
}
