package dev.taskcast.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TooManyTasksException;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.time.ManualClock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TaskMetersTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final MockClock ofRegistry = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, ofRegistry);
    private final Read read = new Read(registry);
    private final Held held = Held.polite();

    private static SubmitOptions id(String id) {
        return SubmitOptions.builder().id(id).build();
    }

    private TaskManager manager(TaskMeters meters) {
        return invariants.manager(
                builder -> builder.clock(clock).slots(1).maxPending(3).observer(meters));
    }

    private TaskType<String, Void> type(TaskManager tasks, String name) {
        return tasks.type(
                name,
                String.class,
                Void.class,
                (ctx, payload) -> {
                    held.run(ctx);
                    return null;
                },
                TypeOptions.<String>builder()
                        .tasks(TaskOptions.builder().queue("q-" + name).build())
                        .build());
    }

    private void aSecondPasses() {
        ofRegistry.add(Duration.ofSeconds(1));
    }

    @Test
    void metersSayWhatHappensAndGaugesWhatThereIs() throws Exception {
        TaskMeters meters = new TaskMeters(registry);
        TaskManager tasks = manager(meters);
        Recorder seen = invariants.record(tasks);
        TaskType<String, Void> mail = type(tasks, "mail");
        meters.bind(tasks);
        tasks.submit(mail, "", id("a"));
        Held.Run first = held.next();
        tasks.submit(mail, "", id("b"));
        tasks.submit(mail, "", id("c"));
        assertThatExceptionOfType(TooManyTasksException.class).isThrownBy(() -> tasks.submit(mail, "", id("d")));
        aSecondPasses();
        assertThat(read.gauge("taskcast.tasks", "status", "running")).isEqualTo(1);
        aSecondPasses(); // the first look has met the type and its queue
        assertThat(read.gauge("taskcast.tasks.running", "type", "mail")).isEqualTo(1);
        assertThat(read.gauge("taskcast.tasks.waiting", "queue", "q-mail", "reason", "slot"))
                .isEqualTo(2);
        assertThat(read.gauge("taskcast.slots")).isEqualTo(1);
        assertThat(read.gauge("taskcast.slots.free")).isZero();
        assertThat(read.gauge("taskcast.store.up")).isEqualTo(1);

        tasks.cancel("c");
        clock.advance(Duration.ofSeconds(7));
        first.end();
        seen.await("a", TaskStatus.COMPLETED);
        Held.Run second = held.next();
        clock.advance(Duration.ofSeconds(2));
        second.fail(new IllegalStateException("no"));
        seen.await("b", TaskStatus.ERROR);
        aSecondPasses();

        String[] of = {"type", "mail", "queue", "q-mail"};
        assertThat(read.count("taskcast.submits", of)).isEqualTo(3);
        assertThat(read.count("taskcast.submits.refused", of)).isEqualTo(1);
        assertThat(read.count("taskcast.starts", of)).isEqualTo(2);
        assertThat(read.count("taskcast.ends", "outcome", "completed")).isEqualTo(1);
        assertThat(read.count("taskcast.ends", "outcome", "error")).isEqualTo(1);
        assertThat(read.count("taskcast.ends", "outcome", "canceled")).isEqualTo(1);
        assertThat(read.count("taskcast.ends", "outcome", "timed_out")).isZero();
        assertThat(read.times("taskcast.wait", of)).isEqualTo(2);
        assertThat(read.millis("taskcast.wait", of)).isEqualTo(7_000);
        assertThat(read.millis("taskcast.duration", "outcome", "completed")).isEqualTo(7_000);
        assertThat(read.millis("taskcast.duration", "outcome", "error")).isEqualTo(2_000);
        assertThat(read.times("taskcast.duration", "outcome", "canceled")).isZero(); // it never ran
        assertThat(read.gauge("taskcast.tasks", "status", "running")).isZero();
        assertThat(read.gauge("taskcast.tasks.running", "type", "mail")).isZero();
        assertThat(read.gauge("taskcast.tasks.waiting", "queue", "q-mail", "reason", "slot"))
                .isZero();
        assertThat(read.gauge("taskcast.tasks", "status", "error")).isEqualTo(1);
    }

    @Test
    void theOldestIsSoOld() throws Exception {
        TaskMeters meters = new TaskMeters(registry);
        TaskManager tasks = manager(meters);
        TaskType<String, Void> mail = type(tasks, "mail");
        meters.bind(tasks);
        ofRegistry.add(Duration.ofMillis(clock.millis() - ofRegistry.wallTime()));
        tasks.submit(mail, "", id("a"));
        Held.Run run = held.next();
        assertThat(read.gauge("taskcast.tasks.oldest")).isZero();
        tasks.submit(mail, "", id("b"));
        clock.advance(Duration.ofSeconds(90));
        ofRegistry.add(Duration.ofSeconds(90));

        assertThat(read.gauge("taskcast.tasks.oldest")).isBetween(89.0, 91.0); // seconds
        tasks.cancel("b");
        run.end();
    }

    @Test
    void thereAreNotMoreOfThemThanTold() throws Exception {
        TaskMeters meters = new TaskMeters(registry, Tags.of("manager", "m"), 2);
        TaskManager tasks = manager(meters);
        Recorder seen = invariants.record(tasks);
        meters.bind(tasks);
        for (String name : new String[] {"t1", "t2", "t3", "t4"}) {
            tasks.submit(type(tasks, name), "", id("of-" + name));
            held.next().end();
            seen.await("of-" + name, TaskStatus.COMPLETED);
            aSecondPasses();
            assertThat(read.gauge("taskcast.tasks", "status", "running")).isZero(); // it looks
        }

        assertThat(read.count("taskcast.starts", "type", "t1")).isEqualTo(1);
        assertThat(read.count("taskcast.starts", "type", "t2")).isEqualTo(1);
        assertThat(read.count("taskcast.starts", "type", Names.OTHER, "queue", Names.OTHER))
                .isEqualTo(2);
        assertThat(registry.find("taskcast.starts").meters()).hasSize(3);
        assertThat(registry.find("taskcast.tasks.running").meters()).hasSize(3);
        assertThat(registry.getMeters()).extracting(Meter::getId).allMatch(id -> "m".equals(id.getTag("manager")));
    }

    @Test
    void aManyOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskMeters(registry, Tags.empty(), 0))
                .withMessage("The number of types with meters must be at least 1, got: 0");
    }

    @Test
    void noneIsLeftAfterTheClose() throws Exception {
        TaskMeters meters = new TaskMeters(registry);
        TaskManager tasks = manager(meters);
        meters.bind(tasks);
        tasks.submit(type(tasks, "mail"), "", id("a"));
        held.next().end();
        tasks.close();
        assertThat(registry.getMeters()).isNotEmpty();
        meters.close();

        assertThat(registry.getMeters()).isEmpty();
    }
}
