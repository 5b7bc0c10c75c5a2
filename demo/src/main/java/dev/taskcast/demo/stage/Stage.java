package dev.taskcast.demo.stage;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.viewers.Viewers;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Access;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.jackson.JacksonCodec;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TypeOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the page asks of the demo itself, as tasks of a manager of its own, in memory: to be killed, for a guest's link,
 * for the page's address, for viewers. Only the server on loopback has it.
 */
public final class Stage implements AutoCloseable {
    private final TaskManager stage =
            TaskManager.builder().codec(JacksonCodec.create()).maxHistory(10).build();
    private final AtomicInteger port = new AtomicInteger();

    /**
     * A stage.
     *
     * @param shown whose tasks guests may watch
     * @param kill ends this JVM at once, where something starts it again
     * @param viewers how many there are to be
     */
    public Stage(TaskManager shown, Optional<Runnable> kill, Viewers.Size viewers) {
        kill.ifPresent(ends -> stage.register("kill-server", ctx -> ends.run(), TaskOptions.title("Kill the server")));
        Viewers.register(stage, port::get, viewers);
        stage.type(
                "guest-link",
                GuestLink.Wish.class,
                GuestLink.class,
                (ctx, wish) -> GuestLink.sign(shown, wish),
                TypeOptions.<GuestLink.Wish>builder()
                        .submittable()
                        .validate(GuestLink.Wish::check)
                        .build());
    }

    /**
     * Where the page asks.
     *
     * @return an endpoint for whoever names this machine as loopback: not for a page that has got here under another
     *     name
     */
    public TaskEndpoint endpoint() {
        Access access = request ->
                Loopback.isNamedBy(request.header("Host")) ? Optional.of(Viewer.OF_EVERYTHING) : Optional.empty();
        return TaskEndpoint.builder(stage)
                .path("/demo")
                .access(access)
                .heartbeatInterval(Duration.ofSeconds(30))
                .build();
    }

    /**
     * Tells where the page is, now that it is known.
     *
     * @param address of the page
     */
    public void opened(Address address) {
        port.set(address.port());
        stage.register("address", ctx -> ctx.result(address.told()));
        stage.start("address");
    }

    @Override
    public void close() {
        stage.close();
    }
}
