package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.testkit.proxy.FaultProxy;
import dev.taskcast.testkit.proxy.Faults;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams are cut anywhere, and nobody misses anything. */
interface CutContract extends Served {
    int RUNS = 60;
    Pattern RUN = Pattern.compile("\"status\":\"completed\".*\"run\":([0-9]+)");

    /** A fixed one and a fresh one; {@code -Dtaskcast.seed=N} takes that one only. */
    static LongStream cutSeeds() {
        Long wanted = Long.getLong("taskcast.seed");
        return wanted == null ? LongStream.of(0, RandomGenerator.getDefault().nextLong()) : LongStream.of(wanted);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("cutSeeds")
    default void aViewerWhoIsCutAgainAndAgainMissesNothing(long seed) throws IOException {
        TaskManager tasks = tasks();
        tasks.register("t", ctx -> {});
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks)
                .heartbeatInterval(Duration.ofMillis(50))
                .build();
        int port = serve(endpoint);
        try (FaultProxy proxy = new FaultProxy(port, seed)) {
            String last = Long.toString(position(port));
            proxy.faults(new Faults(0.3, 0, 0, 0, Duration.ZERO));
            Thread runs = Thread.ofPlatform().daemon().start(() -> runAll(tasks));
            List<Integer> seen = new ArrayList<>();
            while (seen.size() < RUNS) {
                last = watch(proxy.port(), last, seen);
            }
            assertThat(seen)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, RUNS).boxed().toList());
            assertThat(proxy.cuts()).isPositive();
            Soon.until(() -> !runs.isAlive());
            Soon.until(() -> endpoint.streams() == 0);
        }
    }

    /** Of now. */
    private static long position(int port) throws IOException {
        try (Watcher watcher = new Watcher(port)) {
            return Long.parseLong(watcher.until("\"type\":\"ready\"").getLast().id());
        }
    }

    private static void runAll(TaskManager tasks) {
        for (int run = 1; run <= RUNS; run++) {
            tasks.start("t");
            while (tasks.getState("t").orElseThrow().status() != TaskStatus.COMPLETED) {
                Thread.onSpinWait();
            }
        }
    }

    /** Reads until it is cut; how far it got. */
    private static String watch(int port, String from, List<Integer> seen) {
        String last = from;
        try (Watcher watcher =
                new Watcher(new RawClient(port), RawClient.text("GET", "/tasks/events", "Last-Event-ID: " + from))) {
            while (seen.size() < RUNS) {
                Watcher.Frame frame = watcher.next();
                Matcher completed = RUN.matcher(frame.data());
                if (completed.find()) {
                    seen.add(Integer.valueOf(completed.group(1)));
                }
                last = frame.id().isEmpty() ? last : frame.id();
            }
        } catch (IOException | AssertionError cut) {
            return last; // also in the middle of a frame
        }
        return last;
    }
}
