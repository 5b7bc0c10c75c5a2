package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Eventually;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens costs those who want it, and nobody else. */
class FeedsTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager(builder -> builder.progressInterval(Duration.ZERO));
    private final TaskEndpoint all = TaskEndpoint.builder(tasks).build();
    private final TaskEndpoint own = TaskEndpoint.builder(tasks)
            .access(request -> Optional.of(owner(request.header("User"))))
            .build();
    private final Puppet puppet = Puppet.docile();

    private static Viewer owner(@Nullable String name) {
        return new Viewer() {
            @Override
            public boolean canSee(TaskIdentity task) {
                return name != null && name.equals(task.owner());
            }
        };
    }

    private static final class Watch {
        final ModelClient client;
        final AtomicInteger woken = new AtomicInteger();

        Watch(TaskEndpoint endpoint, SimpleRequest request) {
            client = new ModelClient(endpoint).connect(request, false);
            client.session().onWake(woken::incrementAndGet);
            client.toldAndAsked();
            woken.set(0);
        }
    }

    private Watch of(String query) {
        return new Watch(all, SimpleRequest.get("/tasks/events" + query));
    }

    private Watch as(String user) {
        return new Watch(own, SimpleRequest.get("/tasks/events").with("User", user));
    }

    private void register(String id, String owner, String... tags) {
        tasks.register(id, puppet, TaskOptions.builder().owner(owner).tags(tags).build());
    }

    private void dispatch() {
        all.dispatch();
        own.dispatch();
    }

    @Test
    void onlyWhoWantsItIsWoken() {
        register("a", "ann", "x");
        register("b", "bob", "y");
        Watch everything = of("");
        Watch a = of("?task=a");
        Watch b = of("?task=b");
        Watch x = of("?tag=x");
        Watch y = of("?tag=y&type=b");
        Watch anns = of("?owner=ann");
        Watch typeB = of("?type=b");
        Watch ann = as("ann");
        Watch bob = as("bob");

        tasks.start("a");
        dispatch();

        for (Watch watch : new Watch[] {everything, a, x, anns, ann}) {
            assertThat(watch.woken).hasValue(1);
            assertThat(watch.client.told()).containsExactly("update a running Starting...");
        }
        for (Watch watch : new Watch[] {b, y, typeB, bob}) {
            assertThat(watch.woken).hasValue(0);
            assertThat(watch.client.session().hasNext()).isFalse();
        }
    }

    @Test
    void whoMaySeeANewTaskIsAskedAboutIt() {
        Watch ann = as("ann");
        Watch bob = as("bob");

        register("new", "ann");
        dispatch();

        assertThat(ann.woken).hasValue(1);
        assertThat(bob.woken).hasValue(1);
        assertThat(ann.client.toldAndAsked()).containsExactly("update new pending");
        assertThat(bob.client.toldAndAsked()).isEmpty();
        tasks.start("new");
        dispatch();
        assertThat(bob.woken).hasValue(1);
        assertThat(ann.client.told()).containsExactly("update new running Starting...");
    }

    @Test
    void whoSeesVeryManyTasksIsToldAllTheSame() {
        IntStream.range(0, 1_500).forEach(i -> register("t" + i, "ann"));
        Watch ann = as("ann");
        Watch bob = as("bob");

        tasks.start("t0");
        tasks.start("t1499");
        dispatch();

        assertThat(ann.client.told())
                .containsExactly("update t0 running Starting...", "update t1499 running Starting...");
        assertThat(bob.woken).hasValue(0);
        tasks.unregister("t700");
        assertThat(ann.client.told()).containsExactly("remove t700");
    }

    @Test
    void whoWantsLittleIsNeverTooLateForIt() {
        register("quiet", "ann");
        register("busy", "bob");
        Watch quiet = of("?task=quiet");
        Watch ann = as("ann");

        tasks.start("busy");
        Puppet.Run run = puppet.awaitRun();
        IntStream.range(0, 5_000).forEach(i -> {
            run.ctx().progress("step " + i);
            if (i % 100 == 0) {
                dispatch();
            }
        });
        IntStream.range(0, 20_000)
                .forEach(
                        i -> { // more than the log remembers
                            register("short", "bob");
                            tasks.unregister("short");
                            if (i % 100 == 0) {
                                dispatch();
                                ann.client.toldAndAsked(); // about each new task
                            }
                        });
        tasks.start("quiet");

        assertThat(quiet.woken).hasValue(0);
        assertThat(quiet.client.told()).containsExactly("update quiet running Starting...");
        assertThat(ann.client.toldAndAsked()).containsExactly("update quiet running Starting...");
    }

    @Test
    void whoWasNotLookedAfterForLongIsToldOfWhatIsGone() {
        register("mine", "ann");
        Watch mine = of("?task=mine");
        tasks.unregister("mine");
        register("mine", "ann");
        mine.client.told();
        tasks.unregister("mine");

        IntStream.range(0, 3_000).forEach(i -> {
            register("short", "bob");
            tasks.unregister("short");
        });

        assertThat(mine.client.told()).containsExactly("remove mine");
    }

    @Test
    void aChangeOfAccessWakesEverybody() {
        register("a", "ann");
        Watch ann = as("ann");
        Watch bob = as("bob");

        own.accessChanged();

        assertThat(ann.woken).hasValue(1);
        assertThat(bob.woken).hasValue(1);
    }

    @Test
    void linesWakeThoseWhoReadThem() {
        register("a", "ann");
        register("b", "ann");
        tasks.start("a");
        Puppet.Run run = puppet.awaitRun();
        Watch reader = of("?task=b&log=a");
        Watch other = of("?task=b");

        run.ctx().log("hello");

        Eventually.is(() -> {
            dispatch();
            return reader.woken.get() > 0;
        });
        assertThat(reader.client.told()).hasSize(1);
        assertThat(other.woken).hasValue(0);
        assertThat(reader.client.session().company()).isNull();
    }

    @Test
    void thoseWithTheSameFilterAreOneCompany() {
        register("a", "ann");

        assertThat(of("?task=a").client.session().company())
                .isNotNull()
                .isSameAs(of("?task=a").client.session().company())
                .isNotSameAs(of("?task=b").client.session().company());
        assertThat(as("ann").client.session().company()).isNull();
    }
}
