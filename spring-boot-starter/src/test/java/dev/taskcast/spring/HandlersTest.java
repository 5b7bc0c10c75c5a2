package dev.taskcast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.spring.autoconfigure.HandlerRefusedException;
import dev.taskcast.spring.autoconfigure.TaskcastAutoConfiguration;
import dev.taskcast.task.Standing;
import dev.taskcast.task.Standing.LimitKind;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Methods that handle tasks, and what submits them, without a web server. */
class HandlersTest {
    record Order(String customer) {}

    record Report(String text) {}

    @Component
    static class Reports {
        final AtomicInteger cleanups = new AtomicInteger();

        @HandlesTask(
                value = "report",
                title = "Report of ${who}",
                timeout = "10m",
                queue = "reports",
                tags = {"a", "${who}"})
        Report build(Order order, TaskContext task) {
            task.progress("Building", 1, 1);
            return new Report("for " + order.customer());
        }

        @HandlesTask(value = "count", retries = 1)
        int count(TaskContext task, String word) {
            if (word.isEmpty()) {
                throw new IllegalArgumentException("nothing to count");
            }
            return word.length();
        }

        @HandlesTask(value = "cleanup", cron = "${cleanup.cron:-}", zone = "Europe/Berlin")
        void cleanUp() {
            cleanups.incrementAndGet();
        }

        @HandlesTask(value = "mail", rate = "${mail.rate}")
        void mail(String to) {}

        @HandlesTask("forget")
        void forget(Order order) {}
    }

    @Component
    static class Orders {
        final TaskSubmitter<Order, Report> reports;
        final TaskSubmitter<String, Integer> counts;
        final TaskSubmitter<?, ?> named;

        Orders(
                TaskSubmitter<Order, Report> reports,
                TaskSubmitter<String, Integer> counts,
                @Qualifier("forget") TaskSubmitter<?, ?> named) {
            this.reports = reports;
            this.counts = counts;
            this.named = named;
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TaskcastAutoConfiguration.class))
            .withPropertyValues("who=ann", "mail.rate=2 / 1h", "taskcast.store.type=memory");

    private static TaskState ended(TaskManager tasks, String id) {
        await().until(() -> tasks.getState(id).orElseThrow() instanceof TaskState.Terminal);
        return tasks.getState(id).orElseThrow();
    }

    private static String result(TaskManager tasks, String id) {
        return Objects.requireNonNull(((Completed) ended(tasks, id)).result()).json();
    }

    @Test
    void submittersAreInjectedByTheirClassesOrTheirName() {
        runner.withUserConfiguration(Reports.class, Orders.class).run(context -> {
            TaskManager tasks = context.getBean(TaskManager.class);
            Orders orders = context.getBean(Orders.class);
            TaskState made = orders.reports.submit(
                    new Order("bob"), SubmitOptions.builder().owner("ann").build());

            assertThat(made.identity().title()).isEqualTo("Report of ann");
            assertThat(made.identity().tags()).containsExactly("a", "ann");
            assertThat(made.identity().owner()).isEqualTo("ann");
            assertThat(made.identity().turn().queue()).isEqualTo("reports");
            assertThat(result(tasks, made.id())).isEqualTo("{\"text\":\"for bob\"}");
            assertThat(result(tasks, orders.counts.submit("three").id())).isEqualTo("5");
            assertThat(orders.named.type().name()).isEqualTo("forget");
        });
    }

    @Test
    void aFailureIsTheMethodsOwn() {
        runner.withUserConfiguration(Reports.class)
                .withPropertyValues("taskcast.node.slots=2")
                .run(context -> {
                    TaskManager tasks = context.getBean(TaskManager.class);
                    @SuppressWarnings("unchecked")
                    TaskSubmitter<String, Integer> counts =
                            (TaskSubmitter<String, Integer>) context.getBean("taskSubmitter.count");
                    TaskState made = counts.submit("");

                    await().until(() -> tasks.getState(made.id()).orElseThrow() instanceof Failed);
                    assertThat(((Failed) tasks.getState(made.id()).orElseThrow()).error())
                            .isEqualTo("nothing to count");
                });
    }

    @Test
    void aMethodWithoutPayloadIsARegisteredTask() {
        runner.withUserConfiguration(Reports.class)
                .withPropertyValues("cleanup.cron=0 30 2 * * *")
                .run(context -> {
                    TaskManager tasks = context.getBean(TaskManager.class);

                    assertThat(tasks.nextRuns("cleanup", 2)).hasSize(2);
                    tasks.start("cleanup");
                    assertThat(ended(tasks, "cleanup")).isInstanceOf(Completed.class);
                    assertThat(context.getBean(Reports.class).cleanups).hasValue(1);
                });
        runner.withUserConfiguration(Reports.class)
                .run(context -> assertThat(context.getBean(TaskManager.class).nextRuns("cleanup", 2))
                        .as("switched off")
                        .isEmpty());
    }

    private static boolean isForRate(@Nullable Standing standing) {
        return standing != null && standing.why() == Why.RATE && standing.limit() == LimitKind.TYPE;
    }

    @Test
    void aRateIsOfAllTasksOfTheName() {
        runner.withUserConfiguration(Reports.class).run(context -> {
            @SuppressWarnings("unchecked")
            TaskSubmitter<String, Void> mails = (TaskSubmitter<String, Void>) context.getBean("taskSubmitter.mail");
            TaskManager tasks = context.getBean(TaskManager.class);
            ended(tasks, mails.submit("ann").id());
            ended(tasks, mails.submit("bob").id());
            String third = mails.submit("cid").id();

            await().until(() ->
                    tasks.getState(third).orElseThrow() instanceof Pending waits && isForRate(waits.standing()));
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoOfAName {
        @Bean
        Reports one() {
            return new Reports();
        }

        @Bean
        Reports two() {
            return new Reports();
        }
    }

    static class TwoPayloads {
        @HandlesTask("x")
        void handle(String one, String two) {}
    }

    static class ScheduledPayload {
        @HandlesTask(value = "x", every = "10s")
        void handle(String payload) {}
    }

    static class UnreadablePayload {
        @HandlesTask("x")
        void handle(List<String> payload) {}
    }

    static class WrongTimeout {
        @HandlesTask(value = "x", timeout = "soon")
        void handle(String payload) {}
    }

    static class WrongRate {
        @HandlesTask(value = "x", rate = "often")
        void handle(String payload) {}
    }

    static class RateOfNone {
        @HandlesTask(value = "x", rate = "0/1m")
        void handle(String payload) {}
    }

    static class RateOfTooMany {
        @HandlesTask(value = "x", rate = "99999999999/1m")
        void handle(String payload) {}
    }

    private void refuses(Class<?> bean, String... words) {
        runner.withUserConfiguration(bean).run(context -> {
            assertThat(context).hasFailed();
            Throwable cause = Objects.requireNonNull(context.getStartupFailure());
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            assertThat(cause).isInstanceOf(HandlerRefusedException.class).hasMessageContainingAll(words);
        });
    }

    @Test
    void whatCanNotBeAHandlerIsRefusedAtTheStart() {
        refuses(TwoOfAName.class, "have two handlers", "\"one\"", "\"two\"");
        refuses(TwoPayloads.class, "TwoPayloads.handle", "takes two payloads");
        refuses(ScheduledPayload.class, "ScheduledPayload.handle", "has a schedule and a payload");
        refuses(UnreadablePayload.class, "UnreadablePayload.handle", "java.util.List<java.lang.String>");
        refuses(WrongTimeout.class, "WrongTimeout.handle", "soon");
        refuses(WrongRate.class, "WrongRate.handle", "100/1m", "often");
        refuses(RateOfNone.class, "RateOfNone.handle", "at least 1");
        refuses(RateOfTooMany.class, "RateOfTooMany.handle", "99999999999");
    }

    @Test
    void handlersBeginOnceTheApplicationHasStarted() {
        runner.withUserConfiguration(Reports.class, Orders.class)
                .withBean("early", EarlySubmit.class)
                .run(context -> {
                    EarlySubmit early = context.getBean(EarlySubmit.class);
                    assertThat(ended(context.getBean(TaskManager.class), early.made.id()))
                            .isInstanceOf(Completed.class);
                });
    }

    /** Submits while the beans are still being made. */
    static class EarlySubmit {
        final TaskState made;

        EarlySubmit(TaskSubmitter<String, Integer> counts) {
            made = counts.submit("word");
        }
    }
}
