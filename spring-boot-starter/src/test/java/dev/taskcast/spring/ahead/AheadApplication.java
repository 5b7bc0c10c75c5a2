package dev.taskcast.spring.ahead;

import dev.taskcast.TaskManager;
import dev.taskcast.spring.PlainServlets;
import dev.taskcast.spring.TaskSubmitter;
import dev.taskcast.task.TaskState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application that is processed ahead of time, and then run from what was made of it. */
@Configuration(proxyBeanMethods = false)
@PlainServlets
public class AheadApplication {
    private static @Nullable ConfigurableApplicationContext context;

    @Bean
    Reports reports() {
        return new Reports();
    }

    /** Whoever submits, found by the classes. */
    record Orders(TaskSubmitter<Order, Report> reports) {}

    @Bean
    Orders orders(TaskSubmitter<Order, Report> reports) {
        return new Orders(reports);
    }

    /** Called by its name. */
    public static void main(String... arguments) {
        context = SpringApplication.run(AheadApplication.class, arguments);
    }

    /** Called by its name. */
    public static String submit() throws IOException, InterruptedException {
        ConfigurableApplicationContext running = context;
        if (running == null) {
            throw new IllegalStateException("It must run");
        }
        TaskManager tasks = running.getBean(TaskManager.class);
        String id = running.getBean(Orders.class)
                .reports()
                .submit(new Order("ann", new Order.Line(3)))
                .id();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!(tasks.getState(id).orElseThrow() instanceof TaskState.Terminal) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return get(running, "/tasks/" + id)
                + get(running, "/tasks/cleanup")
                + get(running, "/tasks/client/elements.js");
    }

    private static String get(ConfigurableApplicationContext running, String path)
            throws IOException, InterruptedException {
        String port = running.getEnvironment().getProperty("local.server.port");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** Called by its name. */
    public static void stop() {
        ConfigurableApplicationContext running = context;
        if (running != null) {
            running.close();
        }
    }
}
