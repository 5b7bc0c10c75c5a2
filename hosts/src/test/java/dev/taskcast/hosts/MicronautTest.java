package dev.taskcast.hosts;

import dev.taskcast.http.TaskEndpoint;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Map;

/** On Micronaut with Undertow. */
final class MicronautTest extends ApplicationContract {
    @Override
    protected Running start(TaskEndpoint endpoint) {
        ApplicationContext context = ApplicationContext.builder()
                .properties(Map.of("micronaut.server.host", "127.0.0.1", "micronaut.server.port", -1))
                .singletons(endpoint)
                .start();
        EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
        return new Running(server.getPort(), context::close);
    }
}
