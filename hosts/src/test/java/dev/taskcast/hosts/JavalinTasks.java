package dev.taskcast.hosts;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.servlet.TaskcastServlet;
import io.javalin.Javalin;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** Tasks in an application on Javalin. */
final class JavalinTasks {
    private JavalinTasks() {}

    static Javalin start(TaskEndpoint endpoint, int port) {
        return Javalin.create(config -> {
                    config.jetty.modifyServletContextHandler(context -> mount(endpoint, context));
                    config.routes.get("/hello", ctx -> ctx.result("Hello"));
                })
                .start("127.0.0.1", port);
    }

    /** Beside Javalin's own servlet, which has what is not below this path. */
    private static void mount(TaskEndpoint endpoint, ServletContextHandler context) {
        ServletHolder servlet = new ServletHolder("tasks", new TaskcastServlet(endpoint));
        servlet.setAsyncSupported(true);
        servlet.setInitOrder(1);
        context.addServlet(servlet, "/tasks/*");
    }
}
