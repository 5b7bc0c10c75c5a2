package dev.taskcast.hosts.quarkus;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.EndpointContract;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.AfterAll;

/** The same route on the Vert.x of Quarkus, without Quarkus: so that each test has an endpoint of its own. */
final class VertxTest extends EndpointContract {
    private static final Vertx VERTX = Vertx.vertx();

    @Override
    protected Running start(TaskEndpoint endpoint) {
        TaskRoute route = new TaskRoute(endpoint);
        Router router = Router.router(VERTX);
        route.mount(router);
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        HttpServer server = VERTX.createHttpServer(options)
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return new Running(server.actualPort(), () -> {
            route.shutDown(new ShutdownEvent());
            server.close().toCompletionStage().toCompletableFuture().join();
        });
    }

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }
}
