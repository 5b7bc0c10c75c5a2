package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What users find; what each question means is in the contract of finders. */
class FindTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final Held held = Held.polite();
    private final TaskManager tasks =
            invariants.manager(builder -> builder.clock(clock).maxConcurrent(1));

    private TaskPage find(Consumer<TaskQuery.Builder> options) {
        TaskQuery.Builder query = TaskQuery.builder();
        options.accept(query);
        return tasks.find(query.build());
    }

    private static List<String> ids(TaskPage page) {
        return page.states().stream().map(TaskState::id).toList();
    }

    private void run(String id, Duration duration) throws InterruptedException {
        tasks.register(id, held);
        tasks.start(id);
        Held.Run run = held.next();
        clock.advance(duration);
        run.end();
        run.awaitEnd();
    }

    @Test
    void pagesGoOnAndBack() throws Exception {
        run("a", Duration.ofSeconds(2));
        run("b", Duration.ofSeconds(3));
        run("c", Duration.ofSeconds(1));
        tasks.register("never", held);

        TaskPage first = find(query -> query.sort(TaskSort.DURATION_DESC).limit(2));
        assertThat(ids(first)).containsExactly("b", "a");
        assertThat(first.about()).isEqualTo(3);
        assertThat(first.isAboutMore()).isFalse();
        assertThat(first.isPartial()).isFalse();
        TaskQuery longest =
                TaskQuery.builder().sort(TaskSort.DURATION_DESC).limit(2).build();
        TaskPage second = tasks.find(longest.after(first.next()));
        assertThat(ids(second)).containsExactly("c");
        assertThat(second.next()).isNull();
        assertThat(ids(find(query -> query.sort(TaskSort.DURATION).after(first.next()))))
                .containsExactly("b");
        assertThat(ids(find(query -> query.sort(TaskSort.CREATED_DESC).limit(3))))
                .containsExactly("never", "c", "b");
    }

    @Test
    void timesAreThoseOfTheSort() throws Exception {
        Instant begin = clock.instant();
        run("a", Duration.ofSeconds(10));
        run("b", Duration.ofSeconds(10));

        assertThat(ids(find(query -> query.since(begin.plusSeconds(10)).until(begin.plusSeconds(20)))))
                .as("made")
                .containsExactly("b");
        assertThat(ids(find(query -> query.sort(TaskSort.STARTED).until(begin.plusMillis(1)))))
                .as("started")
                .containsExactly("a");
        assertThat(ids(find(query -> query.sort(TaskSort.ENDED).since(begin.plusSeconds(20)))))
                .as("ended")
                .containsExactly("b");
    }

    @Test
    void whatWaitsIsFoundByItsReasonAndIsAsItStandsNow() throws Exception {
        tasks.register("runs", held);
        tasks.register("waits", held);
        TaskType<String, Void> later = tasks.type("later", String.class, Void.class, (ctx, payload) -> null);
        tasks.submit(
                later,
                "x",
                SubmitOptions.builder().id("put off").after(Duration.ofHours(1)).build());
        tasks.start("runs");
        Held.Run run = held.next();
        run.ctx().progress("half", 1, 2);
        tasks.start("waits");

        TaskPage limited = find(query -> query.whys(Why.LIMIT));
        assertThat(ids(limited)).containsExactly("waits");
        assertThat(limited.states()).isEqualTo(List.of(tasks.getState("waits").orElseThrow()));
        assertThat(ids(find(query -> query.whys(Why.DELAY, Why.PAUSED)))).containsExactly("put off");
        assertThat(find(query -> query.statuses(TaskStatus.RUNNING)).states())
                .singleElement()
                .isInstanceOfSatisfying(
                        TaskState.Running.class,
                        running -> assertThat(running.progress().message()).isEqualTo("half"));
        run.end();
    }

    @Test
    void whatFailedIsFoundByTheClassOfItsException() throws Exception {
        tasks.register("io", ctx -> {
            throw new IOException("no file");
        });
        tasks.register("state", ctx -> {
            throw new IllegalStateException("bad state");
        });
        for (String id : List.of("io", "state")) {
            Recorder seen = invariants.record(tasks);
            tasks.start(id);
            seen.await(id, TaskStatus.ERROR);
        }

        assertThat(ids(find(query -> query.errorKinds("java.io.IOException")))).containsExactly("io");
        assertThat(ids(find(query -> query.text("BAD st")))).containsExactly("state");
        assertThat(ids(find(query -> query.errorKinds("IOException")))).isEmpty();
    }

    @Test
    void queuesAndKeysAreThoseThatWereDeclared() {
        tasks.register("a", held, TaskOptions.builder().queue("mail").build());
        tasks.register("b", held);

        assertThat(ids(find(query -> query.queues("mail")))).containsExactly("a");
        assertThat(ids(find(query -> query.queues("")))).containsExactly("b");
        assertThat(ids(find(query -> query.queues("", "mail")))).containsExactly("a", "b");
        assertThat(ids(find(query -> query.keys("k")))).isEmpty();
    }

    @Test
    void thePositionIsThatOfTheLog() {
        tasks.register("a", held);
        long position = find(query -> {}).position();

        tasks.register("b", held);

        assertThat(find(query -> {}).position()).isEqualTo(position + 1);
    }

    @Test
    void moreThanTenThousandAreNotCounted() {
        for (int i = 0; i < TaskQuery.COUNT; i++) {
            tasks.register("t" + i, held);
        }
        assertThat(find(query -> {}))
                .extracting(TaskPage::about, TaskPage::isAboutMore)
                .containsExactly(10_000L, false);

        tasks.register("one more", held);

        assertThat(find(query -> {}))
                .extracting(TaskPage::about, TaskPage::isAboutMore)
                .containsExactly(10_000L, true);
    }

    @Test
    void badOptionsSayWhatIsAllowed() {
        refused("The limit of a query must be between 1 and 1000, got: 0", query -> query.limit(0));
        refused("The limit of a query must be between 1 and 1000, got: 1001", query -> query.limit(1_001));
        refused("The text of a query must have 1 to 8192 characters, got: 0", query -> query.text(""));
        refused(
                "What a query with the sort \"-ended\" comes after must be the next of a page with a sort by the same,"
                        + " got: \"12\"",
                query -> query.sort(TaskSort.ENDED_DESC).after("12"));
        refused(
                "What a query with the sort \"created\" comes after must be the next of a page with a sort by the same,"
                        + " got: \"1.2\"",
                query -> query.after("1.2"));
        refused(
                "The until of a query must not be before its since, got: 1970-01-01T00:00:01Z before 1970-01-01T00:00:02Z",
                query -> query.since(Instant.ofEpochSecond(2)).until(Instant.ofEpochSecond(1)));
        refused(
                "The since of a query must be from 1970 on, in milliseconds that fit into a long, got: " + Instant.MIN,
                query -> query.since(Instant.MIN));
        refused(
                "The until of a query must be from 1970 on, in milliseconds that fit into a long, got: " + Instant.MAX,
                query -> query.until(Instant.MAX));
        refused(
                "The tags of a query must be at most 2000, got: 2001",
                query -> query.tags(
                        IntStream.range(0, 2_001).mapToObj(Integer::toString).toArray(String[]::new)));
    }

    private static void refused(String message, Consumer<TaskQuery.Builder> options) {
        TaskQuery.Builder query = TaskQuery.builder();
        options.accept(query);
        assertThatIllegalArgumentException().isThrownBy(query::build).withMessage(message);
    }
}
