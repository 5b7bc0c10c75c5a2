package dev.taskcast.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.taskcast.http.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server of the protocol that ours extends, and of nothing more: "init" and "update", ids on updates alone, no "ready",
 * "reset" or "remove", no heartbeats, no list of tasks, and no word on who the viewer is. It also has the demo's page.
 */
final class ModelServer implements AutoCloseable {
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> updates = new ArrayList<>(); // the event with id N is the one at N - 1

    ModelServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::file);
        http.createContext("/tasks/events", this::stream);
        http.createContext("/tasks/import-data/", this::act);
        http.setExecutor(threads);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    /** The queries of the streams that were asked for, and the actions. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Everybody who watches is told. */
    synchronized void update(String state) {
        updates.add("{\"type\":\"update\",\"taskId\":\"import-data\",\"state\":" + state + "}");
        streams.forEach(stream -> write(stream, frame(updates.size())));
    }

    private String frame(int id) {
        return "id: " + id + "\ndata: " + updates.get(id - 1) + "\n\n";
    }

    /** Ends all streams. */
    void cut() {
        streams.forEach(stream -> {
            streams.remove(stream);
            try {
                stream.close();
            } catch (IOException e) {
                // the viewer has gone
            }
        });
    }

    private synchronized void stream(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        requests.add("stream " + query);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        if (query.startsWith("lastEventId=")) {
            for (int id = Integer.parseInt(query.substring("lastEventId=".length())) + 1; id <= updates.size(); id++) {
                write(out, frame(id));
            }
        } else {
            write(out, "data: {\"type\":\"init\",\"task\":{\"id\":\"import-data\",\"status\":\"pending\"}}\n\n");
        }
        streams.add(out);
    }

    private static void write(OutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // the viewer has gone
        }
    }

    private void act(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer(exchange, "{\"ok\":true}".getBytes(StandardCharsets.UTF_8));
    }

    private void file(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Optional<Page> page = WebPages.list().stream()
                .filter(each -> each.path().equals(path))
                .findFirst();
        exchange.getResponseHeaders()
                .set("Content-Type", page.map(Page::contentType).orElse("text/javascript"));
        answer(exchange, page.isPresent() ? page.get().body() : client(path));
    }

    private static byte[] client(String path) throws IOException {
        String name = path.replace("/tasks/client/", "/dev/taskcast/http/client/");
        try (InputStream in = Objects.requireNonNull(ModelServer.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        cut();
        http.stop(0);
        threads.shutdownNow();
    }
}
