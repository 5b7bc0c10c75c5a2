package dev.taskcast.webflux;

import io.netty.channel.ChannelOption;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ContextPathCompositeHandler;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * A WebFlux application with a handler, in a Reactor Netty that listens on the IPv4 loopback.
 *
 * @param server listens
 * @param application has the handler's mapping
 * @param handler the handler
 */
record Deployed(DisposableServer server, AnnotationConfigApplicationContext application, TaskcastWebHandler handler)
        implements AutoCloseable {
    @Configuration(proxyBeanMethods = false)
    @EnableWebFlux
    static class Application {}

    static Deployed at(String contextPath, TaskcastWebHandler handler) {
        AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
        application.register(Application.class);
        application.registerBean(TaskcastHandlerMapping.class, () -> new TaskcastHandlerMapping(handler));
        application.refresh();
        HttpHandler all = WebHttpHandlerBuilder.applicationContext(application).build();
        HttpHandler below = contextPath.isEmpty() ? all : new ContextPathCompositeHandler(Map.of(contextPath, all));
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .option(ChannelOption.SO_BACKLOG, 1_000)
                .childOption(ChannelOption.SO_SNDBUF, 64 * 1024)
                .handle(new ReactorHttpHandlerAdapter(below))
                .bindNow();
        return new Deployed(server, application, handler);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        handler.close();
        server.disposeNow();
        application.close();
    }
}
