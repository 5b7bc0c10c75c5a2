package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.adapter.Backends;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where tasks stand in line, on its way to viewers. */
class PositionStreamTest extends PositionRig {
    @Test
    void everybodyIsToldOfTheFirstTwenty() {
        queue("t", 30, TaskOptions.DEFAULT);
        ModelClient client = of("");
        second();
        assertThat(positions(client)).containsExactlyInAnyOrderElementsOf(positions("t", 1, 20));
        second();
        assertThat(positions(client)).as("nobody has moved").isEmpty();

        tasks.cancel("t1");
        second();

        assertThat(positions(client)).containsExactlyInAnyOrderElementsOf(positions("t", 2, 21));
        IntStream.rangeClosed(1, 21)
                .forEach(i -> assertThat(client.task("t" + i))
                        .isEqualTo(ModelClient.truth(tasks).get("t" + i)));
    }

    @Test
    void itHasNoIdAndTakesNoPosition() {
        queue("t", 1, TaskOptions.DEFAULT);
        ModelClient client = of("");
        Long before = client.lastId();
        second();

        List<Frame.Message> got = client.pullAll();

        assertThat(got).extracting(Frame.Message::id).containsExactly((Long) null);
        assertThat(got.getFirst().json()).containsOnlyKeys("type", "id", "why", "limit", "position");
        assertThat(client.lastId())
                .isEqualTo(before)
                .isEqualTo(Backends.of(tasks).log().head());
    }

    @Test
    void itIsToldAtMostOnceASecondAndThenAsItIs() {
        queue("t", 10, TaskOptions.DEFAULT);
        ModelClient client = of("?task=t10");
        second();
        positions(client);
        for (int i = 1; i <= 5; i++) {
            tasks.cancel("t" + i);
            endpoint.dispatch();
            clock.advance(Duration.ofMillis(150));
            endpoint.dispatch();
        }
        assertThat(positions(client)).isEmpty();
        clock.advance(Duration.ofMillis(250));
        endpoint.dispatch();

        assertThat(positions(client)).containsExactly("position t10 5");
    }

    @Test
    void whoNamesATaskOrItsOwnerIsToldOfEachTenth() {
        queue("a", 100, TaskOptions.DEFAULT);
        queue("b", TaskOptions.builder().owner("ann").build());
        ModelClient byId = of("?task=b");
        ModelClient byOwner = of("?owner=ann");
        ModelClient byType = of("?type=b");
        ModelClient other = of("?owner=bob");
        second();
        assertThat(positions(byId)).containsExactly("position b 101");
        assertThat(positions(byOwner)).containsExactly("position b 101");
        IntStream.rangeClosed(1, 10).forEach(i -> tasks.cancel("a" + i));
        second();
        assertThat(positions(byId)).as("a change by less than a tenth").isEmpty();
        tasks.cancel("a11");
        second();

        assertThat(positions(byId)).containsExactly("position b 90");
        assertThat(positions(byOwner)).containsExactly("position b 90");
        assertThat(positions(byType)).isEmpty();
        assertThat(positions(other)).isEmpty();
        assertThat(other.session().hasNext()).isFalse();
    }

    @Test
    void whoeverComesToWaitLaterIsToldOfToo() {
        ModelClient byOwner = of("?owner=ann");
        ModelClient own = as("ann", "?owner=ann");
        ModelClient one = of("?task=b");
        queue("a", 30, TaskOptions.DEFAULT);
        queue("b", TaskOptions.builder().owner("ann").build());
        List.of(byOwner, own, one).forEach(ModelClient::toldAndAsked);
        second();
        List.of(byOwner, own, one)
                .forEach(client -> assertThat(positions(client)).containsExactly("position b 31"));
        tasks.cancel("b");
        IntStream.rangeClosed(1, 5).forEach(i -> tasks.cancel("a" + i));
        tasks.start("b");
        second();
        second();
        List.of(byOwner, own, one)
                .forEach(client -> assertThat(positions(client)).containsExactly("position b 26"));
        IntStream.rangeClosed(6, 20).forEach(i -> tasks.cancel("a" + i));
        second();

        List.of(byOwner, own, one)
                .forEach(client -> assertThat(positions(client)).containsExactly("position b 11"));
    }

    @Test
    void whatAViewerMayNotSeeIsInNoFrame() {
        queue("anns", 3, TaskOptions.builder().owner("ann").build());
        queue("bobs", 3, TaskOptions.builder().owner("bob").build());
        ModelClient ann = as("ann", "");
        ModelClient curious = as("ann", "?task=bobs1&task=bobs2&owner=bob");
        ModelClient bob = as("bob", "?task=bobs3");
        second();

        assertThat(positions(ann))
                .containsExactlyInAnyOrder("position anns1 1", "position anns2 2", "position anns3 3");
        assertThat(positions(curious)).isEmpty();
        assertThat(positions(bob)).containsExactly("position bobs3 6");
    }

    @Test
    void whoDoesNotReadGetsTheNewestOnly() {
        queue("t", 12, TaskOptions.DEFAULT);
        ModelClient client = of("?task=t12");
        for (int i = 1; i <= 8; i++) {
            second();
            tasks.cancel("t" + i);
        }
        second();

        assertThat(positions(client)).containsExactly("position t12 4");
        assertThat(client.session().hasNext()).isFalse();
    }

    @Test
    void eachQueueHasItsOwnFirst() {
        queue("t", 3, TaskOptions.DEFAULT);
        queue("m", 2, TaskOptions.builder().queue("mail").build());
        ModelClient client = of("");
        second();

        assertThat(positions(client))
                .containsExactlyInAnyOrder(
                        "position t1 1", "position t2 2", "position t3 3", "position m1 1", "position m2 2");
    }

    @Test
    void whatNobodyWantsIsNotLookedAt() {
        queue("t", 5, TaskOptions.DEFAULT);
        long tick = Backends.of(tasks).log().end().tick();
        second();
        assertThat(Backends.of(tasks).log().end().tick()).as("without viewers").isEqualTo(tick);
        of("?type=other");
        of("?task=none");
        of("?task=t5");
        second();

        assertThat(Backends.of(tasks).log().end().tick()).isEqualTo(tick + 1);
    }

    @Test
    void aReplayEndsWithWhereTheTaskStandsNow() {
        ModelClient other = of("");
        queue("t", 5, TaskOptions.DEFAULT);
        other.pullAll(); // all is encoded as it was
        ModelClient client = of("");
        second();
        client.pullAll();
        client.cut();
        long from = Objects.requireNonNull(client.lastId());
        tasks.cancel("t1");
        tasks.cancel("t2");
        second();

        ModelClient back = client.connect();

        assertThat(back.told())
                .containsExactlyInAnyOrder(
                        "update t1 canceled",
                        "update t2 canceled",
                        "position t3 1",
                        "position t4 2",
                        "position t5 3",
                        "ready");
        assertThat(back.lastId()).isEqualTo(from + 2);
    }

    @Test
    void whoComesBackToStatesOfLongAgoIsToldWhereTheyStandNow() {
        ModelClient first = of("");
        long from = Objects.requireNonNull(first.lastId());
        queue("t", 5, TaskOptions.DEFAULT);
        first.pullAll();
        first.session().close();
        tasks.cancel("t1");
        second();

        ModelClient back =
                new ModelClient(endpoint).connect(SimpleRequest.get("/tasks/events?lastEventId=" + from), true);
        back.pullAll();
        second();
        back.pullAll();

        assertThat(back.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void aDumpSaysWhereTasksStandNowAlsoWhereOthersHaveReadIt() {
        queue("t", 5, TaskOptions.DEFAULT);
        ModelClient first = of("");
        of("");
        tasks.cancel("t1");
        second();
        of("");
        ModelClient last = of("");

        assertThat(last.tasks()).isEqualTo(ModelClient.truth(tasks));
        assertThat(last.task("t3")).containsEntry("why", "paused").containsEntry("limit", "manager");
        first.pullAll();
        assertThat(first.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void aTransitionSaysWhereTheTaskStandsThen() {
        ModelClient client = of("");
        queue("t", 2, TaskOptions.DEFAULT);

        client.pullAll();

        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
        assertThat(client.task("t2")).containsEntry("position", BigDecimal.TWO).containsEntry("why", "paused");
    }

    @Test
    void aTaskThatIsDueStandsInLineFromThenOn() {
        TaskType<String, Void> type = type();
        tasks.submit(type, "x", SubmitOptions.builder().id("a").build());
        tasks.submit(
                type,
                "x",
                SubmitOptions.builder().id("b").after(Duration.ofSeconds(5)).build());
        ModelClient client = of("?task=b");
        assertThat(client.task("b"))
                .containsEntry("why", "delay")
                .containsKey("runAt")
                .doesNotContainKey("position");
        for (int i = 0; i < 4; i++) {
            second();
        }
        assertThat(positions(client)).isEmpty();
        second();
        second();

        assertThat(positions(client)).containsExactly("position b 2");
    }

    @Test
    void anotherReasonIsToldOfAlthoughNobodyHasMoved() {
        queue("t", 30, TaskOptions.builder().queue("mail").build());
        ModelClient all = of("");
        ModelClient naming = of("?task=t25");
        second();
        all.pullAll();
        naming.pullAll();
        assertThat(all.task("t3")).containsEntry("why", "paused").containsEntry("limit", "queue");

        tasks.queue("mail").maxConcurrent(5);
        second();
        all.pullAll();
        naming.pullAll();
        assertThat(all.task("t3")).containsEntry("limit", "manager");
        assertThat(naming.task("t25"))
                .containsEntry("limit", "manager")
                .containsEntry("position", BigDecimal.valueOf(25));
        second();
        assertThat(positions(all)).as("nothing has changed").isEmpty();
    }
}
