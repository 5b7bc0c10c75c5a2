package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.Request;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks an endpoint, as a viewer does: for the lines of a task before all. */
record Log(String path) implements Request {
    static String of(TaskManager tasks, String id) {
        Reply reply = answer(tasks, "/tasks/" + id + "/log");
        assertThat(reply).isInstanceOf(Reply.Full.class);
        return new String(((Reply.Full) reply).body(), StandardCharsets.UTF_8);
    }

    /** What is there under a path. */
    static Reply answer(TaskManager tasks, String path) {
        return TaskEndpoint.builder(tasks).build().answer(new Log(path));
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public @Nullable String header(String name) {
        return name.equalsIgnoreCase("Host") ? "localhost" : null;
    }

    @Override
    public Request detach() {
        return this;
    }

    @Override
    public byte[] body() {
        return new byte[0];
    }
}
