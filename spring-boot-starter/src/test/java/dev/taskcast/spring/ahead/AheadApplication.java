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
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application that is processed ahead of time, and then run from what was made of it. */
@Configuration(proxyBeanMethods = false)
@PlainServlets
public class AheadApplication {
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

    /** Runs, submits a task, says what is served then, and ends. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        try (ConfigurableApplicationContext context = SpringApplication.run(AheadApplication.class, arguments)) {
            TaskManager tasks = context.getBean(TaskManager.class);
            String id = context.getBean(Orders.class)
                    .reports()
                    .submit(new Order("ann", new Order.Line(3)))
                    .id();
            while (!(tasks.getState(id).orElseThrow() instanceof TaskState.Terminal)) {
                Thread.onSpinWait();
            }
            System.out.println("ahead: " + AotDetector.useGeneratedArtifacts());
            System.out.println(get(context, "/tasks/" + id) + get(context, "/tasks/cleanup"));
            System.out.println(get(context, "/tasks/client/elements.js"));
        }
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
}
