package example.servlet;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** An application in a context of its own, and somebody who uses it. */
final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("/shop", null);
        context.addApplicationListener(Tasks.class.getName());
        tomcat.start();
        try {
            use(URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/shop/"));
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
        if (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().startsWith("taskcast"))) {
            throw new IllegalStateException("Something of the application goes on");
        }
    }

    /** As a page does: looks, starts the task, and sees how it ends. */
    private static void use(URI base) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                Stream<String> lines = client.send(get(base.resolve("tasks/events")), BodyHandlers.ofLines())
                        .body()) {
            HttpRequest start = HttpRequest.newBuilder(base.resolve("tasks/hello/start"))
                    .POST(BodyPublishers.noBody())
                    .build();
            int status = client.send(start, BodyHandlers.discarding()).statusCode();
            if (status != 202) {
                throw new IllegalStateException("The start was answered with " + status);
            }
            lines.peek(System.out::println)
                    .filter(line -> line.startsWith("data:") && line.contains("\"status\":\"completed\""))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The stream ended before the task completed"));
        }
    }

    private static HttpRequest get(URI uri) {
        return HttpRequest.newBuilder(uri).build();
    }
}
