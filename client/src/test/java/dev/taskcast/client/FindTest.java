package dev.taskcast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.TaskManager;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.server.TaskServer;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a query over HTTP finds what the same query finds within the process. */
class FindTest {
    private final TaskManager tasks = TaskManager.create();
    private final TaskServer server = TaskServer.start(tasks, 0);
    private final TaskActions actions = TaskEventSource.builder(
                    URI.create("http://localhost:" + server.port() + "/tasks/events?task=nothing-of-this"))
            .actions();

    @BeforeEach
    void tasks() {
        for (int i = 0; i < 25; i++) {
            boolean fails = i % 2 == 0;
            TaskOptions options = TaskOptions.builder()
                    .title("Ümläut & + % " + i)
                    .owner(i < 10 ? "ann" : "bob")
                    .tags("tag " + i % 3)
                    .build();
            tasks.register(
                    "t" + i,
                    ctx -> {
                        if (fails) {
                            throw new IllegalStateException("no");
                        }
                    },
                    options);
            tasks.start("t" + i);
        }
        tasks.register("never", ctx -> {});
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> tasks.find(TaskQuery.builder()
                                        .statuses(TaskStatus.ERROR, TaskStatus.COMPLETED)
                                        .build())
                                .states()
                                .size()
                        == 25);
    }

    @AfterEach
    void close() {
        actions.close();
        server.close();
        tasks.close();
    }

    private List<String> found(TaskQuery query) {
        List<String> overHttp =
                actions.find(query).states().stream().map(TaskState::id).toList();
        assertThat(overHttp)
                .isEqualTo(
                        tasks.find(query).states().stream().map(TaskState::id).toList());
        return overHttp;
    }

    @Test
    void eachFilterFindsWhatItFindsWithinTheProcess() {
        assertThat(found(TaskQuery.builder().build())).hasSize(26);
        assertThat(found(TaskQuery.builder().ids("t1", "t2").build())).containsExactly("t1", "t2");
        assertThat(found(TaskQuery.builder().statuses(TaskStatus.ERROR).build()))
                .hasSize(13);
        assertThat(found(TaskQuery.builder().types("t3").build())).containsExactly("t3");
        assertThat(found(TaskQuery.builder().owners("ann").tags("tag 0").build()))
                .containsExactly("t0", "t3", "t6", "t9");
        assertThat(found(TaskQuery.builder().queues("").build())).hasSize(26);
        assertThat(found(TaskQuery.builder().keys("none").build())).isEmpty();
        assertThat(found(TaskQuery.builder().whys(Standing.Why.SLOT).build())).isEmpty();
        assertThat(found(TaskQuery.builder()
                        .errorKinds("java.lang.IllegalStateException")
                        .sort(TaskSort.ENDED_DESC)
                        .build()))
                .hasSize(13);
        assertThat(found(TaskQuery.builder().text("ümläut & + % 7").build())).containsExactly("t7");
        Instant now = Instant.now();
        assertThat(found(TaskQuery.builder()
                        .since(now.minusSeconds(3_600))
                        .until(now.plusSeconds(60))
                        .sort(TaskSort.ENDED)
                        .build()))
                .hasSize(25);
        assertThat(found(TaskQuery.builder().until(now.minusSeconds(3_600)).build()))
                .isEmpty();
    }

    @Test
    void pagesFollowEachOtherAndTellHowManyThereAre() {
        TaskQuery query =
                TaskQuery.builder().sort(TaskSort.CREATED_DESC).limit(10).build();
        List<String> all = new ArrayList<>();
        TaskPage page = actions.find(query);
        assertThat(page.about()).isEqualTo(26);
        assertThat(page.isAboutMore()).isFalse();
        assertThat(page.isPartial()).isFalse();
        assertThat(page.position()).isPositive();
        page.states().forEach(each -> all.add(each.id()));
        while (page.next() != null) {
            page = actions.find(query.after(page.next()));
            page.states().forEach(each -> all.add(each.id()));
        }
        assertThat(all)
                .hasSize(26)
                .doesNotHaveDuplicates()
                .startsWith("never", "t24")
                .endsWith("t0");
    }

    @Test
    void tellsTheServersTimeOnceItHasAsked() {
        assertThat(actions.serverTime()).isEmpty();
        actions.find(TaskQuery.builder().limit(1).build());
        assertThat(actions.serverTime().orElseThrow())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    @Test
    void aServerThatIsGoneIsUnreachable() {
        server.close();
        assertThatThrownBy(() -> actions.find(TaskQuery.builder().build()))
                .isInstanceOfSatisfying(
                        TaskRequestException.class,
                        e -> assertThat(e.code()).contains(TaskRequestException.UNREACHABLE));
    }
}
