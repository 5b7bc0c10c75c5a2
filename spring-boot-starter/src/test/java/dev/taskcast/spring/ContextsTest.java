package dev.taskcast.spring;

import static dev.taskcast.spring.Web.as;
import static dev.taskcast.spring.Web.at;
import static dev.taskcast.spring.Web.get;
import static dev.taskcast.spring.Web.until;
import static dev.taskcast.spring.Web.watch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.spring.autoconfigure.HandlerRefusedException;
import dev.taskcast.spring.autoconfigure.TaskcastAutoConfiguration;
import dev.taskcast.task.TaskState;
import java.io.BufferedReader;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Several contexts in one process: beside each other, and one within the other. */
class ContextsTest {
    static class Lengths {
        @HandlesTask("length")
        int length(String word) {
            return word.length();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @PlainServlets
    @Import(Lengths.class)
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @PlainServlets
    static class Child {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TaskcastAutoConfiguration.class))
            .withPropertyValues("taskcast.store.type=memory");

    private static String submit(ConfigurableApplicationContext context) {
        @SuppressWarnings("unchecked")
        TaskSubmitter<String, Integer> lengths =
                (TaskSubmitter<String, Integer>) context.getBean("taskSubmitter.length");
        return lengths.submit("word").id();
    }

    private static void endsWell(TaskManager tasks, String id) {
        await().until(() -> tasks.getState(id).orElseThrow() instanceof TaskState.Completed);
    }

    @Test
    void besideEachOtherEachHasTasksOfItsOwn() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                ConfigurableApplicationContext second = Web.run(Application.class, "taskcast.access=loopback")) {
            ConfigurableApplicationContext first = Web.run(Application.class, "taskcast.access=loopback");
            String firsts = submit(first);
            endsWell(first.getBean(TaskManager.class), firsts);
            assertThat(second.getBean(TaskManager.class).getState(firsts)).isEmpty();
            BufferedReader stream = watch(client, as("", at(second, "/tasks/events")));
            first.close();
            String seconds = submit(second);

            until(stream, seconds);
            endsWell(second.getBean(TaskManager.class), seconds);
            client.shutdownNow();
        }
    }

    /** What Spring's cache of test contexts does with those that no test is using. */
    @Test
    void oneThatWasPausedGoesOn() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                ConfigurableApplicationContext context = Web.run(Application.class, "taskcast.access=loopback")) {
            endsWell(context.getBean(TaskManager.class), submit(context));
            context.pause();
            context.restart();
            String id = submit(context);
            endsWell(context.getBean(TaskManager.class), id);

            assertThat(get(client, as("", at(context, "/tasks/" + id))).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aSecondOneOnTheFolderOfTheFirstIsToldSo(@TempDir Path folder) {
        ApplicationContextRunner onFolder = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TaskcastAutoConfiguration.class))
                .withPropertyValues("taskcast.store.folder=" + folder);
        onFolder.run(first -> {
            assertThat(first).hasNotFailed();
            onFolder.run(second -> assertThat(second.getStartupFailure())
                    .rootCause()
                    .hasMessageContainingAll(folder.toString(), "this process uses it already"));
        });
        onFolder.run(third -> assertThat(third).as("after the first").hasNotFailed());
    }

    @Test
    void aChildServesTheTasksOfItsParent() throws Exception {
        SpringApplicationBuilder hierarchy = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "taskcast.store.type=memory", "taskcast.access=loopback");
        ConfigurableApplicationContext child = hierarchy
                .child(Child.class)
                .web(WebApplicationType.SERVLET)
                .properties("server.port=0")
                .run();
        try (HttpClient client = HttpClient.newHttpClient();
                ConfigurableApplicationContext parent =
                        (ConfigurableApplicationContext) Objects.requireNonNull(child.getParent())) {
            TaskManager tasks = parent.getBean(TaskManager.class);
            assertThat(child.getBean(TaskManager.class)).isSameAs(tasks);
            BufferedReader stream = watch(client, as("", at(child, "/tasks/events")));
            String seen = submit(child);
            until(stream, seen);
            endsWell(tasks, seen);
            child.close();

            assertThat(stream.lines().toList()).as("the goodbye").anyMatch(line -> line.startsWith("retry:"));
            endsWell(tasks, submit(parent));
            client.shutdownNow();
        }
    }

    @Test
    void aChildWithAServerOfItsOwnHasAServletOfItsOwn() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                ConfigurableApplicationContext parent = Web.run(Application.class, "taskcast.access=loopback")) {
            SpringApplicationBuilder builder = new SpringApplicationBuilder(Child.class)
                    .parent(parent)
                    .web(WebApplicationType.SERVLET)
                    .properties("server.port=0", "spring.main.banner-mode=off");
            ConfigurableApplicationContext child = builder.run();
            BufferedReader ofParent = watch(client, as("", at(parent, "/tasks/events")));
            BufferedReader ofChild = watch(client, as("", at(child, "/tasks/events")));
            String both = submit(parent);
            until(ofParent, both);
            until(ofChild, both);
            child.close();
            assertThat(ofChild.lines().toList()).anyMatch(line -> line.startsWith("retry:"));
            String after = submit(parent);

            until(ofParent, after);
            assertThat(parent.getBean(TaskEndpoint.class).streams()).isEqualTo(1);
            client.shutdownNow();
        }
    }

    @Test
    void aHandlerInAChildOfTheManagersContextIsRefused() {
        runner.run(parent -> runner.withParent(parent)
                .withUserConfiguration(Lengths.class)
                .run(child -> assertThat(child.getStartupFailure())
                        .isInstanceOf(HandlerRefusedException.class)
                        .hasMessageContainingAll("Lengths.length", "child context")));
    }

    @Test
    void handlersOfAParentThatHasNoManagerAreThoseOfTheChild() {
        try (var parent = new AnnotationConfigApplicationContext(Lengths.class)) {
            runner.withParent(parent).run(child -> {
                assertThat(child).hasNotFailed();
                endsWell(
                        child.getBean(TaskManager.class),
                        submit(child.getSourceApplicationContext(ConfigurableApplicationContext.class)));
            });
        }
    }
}
