package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.containers.Container;
import dev.taskcast.benchmarks.containers.Listening;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Spring MVC's own way: an {@link SseEmitter} for each viewer, sent to one after the other. */
final class EmitterEvents extends PlainEvents {
    private final Container container;
    private final List<SseEmitter> emitters = new CopyOnWriteArrayList<>();
    private @Nullable Listening server;

    /** What a viewer asks. */
    @Controller
    public static final class Events {
        private final List<SseEmitter> emitters;

        Events(List<SseEmitter> emitters) {
            this.emitters = emitters;
        }

        /**
         * Begins a stream.
         *
         * @return open until its viewer goes
         * @throws IOException if it has gone already
         */
        @GetMapping("/tasks/events")
        public SseEmitter events() throws IOException {
            SseEmitter emitter = new SseEmitter(0L);
            emitter.onCompletion(() -> emitters.remove(emitter));
            emitter.send(event(READY));
            emitters.add(emitter);
            return emitter;
        }
    }

    private static final String READY = "{\"type\":\"ready\",\"now\":1795492955890}";

    /** The application. */
    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    public static class Application {}

    EmitterEvents(Container container) {
        this.container = container;
    }

    private static SseEmitter.SseEventBuilder event(String data) {
        return SseEmitter.event().id("196743234838529").data(data);
    }

    @Override
    public int start() throws IOException {
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.register(Application.class);
        context.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("events", new Events(emitters)));
        Listening started = container.start(new DispatcherServlet(context));
        server = started;
        return started.port();
    }

    @Override
    public void publish(int task, int events) {
        for (int i = 0; i < events; i++) {
            String data = Text.update(task);
            emitters.forEach(emitter -> send(emitter, data));
        }
    }

    private void send(SseEmitter emitter, String data) {
        try {
            emitter.send(event(data));
        } catch (IOException | IllegalStateException gone) {
            emitters.remove(emitter); // the container ends it
        }
    }

    @Override
    public void close() {
        Listening started = server;
        if (started != null) {
            started.stop().run();
        }
    }
}
