package dev.taskcast.hosts;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.servlet.TaskcastServlet;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** Tasks in an application on Javalin. */
final class JavalinTasks {
    private JavalinTasks() {}

    static Javalin start(TaskEndpoint endpoint, int port) {
        return Javalin.create(config -> {
                    mount(new TaskcastServlet(endpoint), config);
                    config.routes.get("/hello", ctx -> ctx.result("Hello"));
                })
                .start("127.0.0.1", port);
    }

    /** Beside Javalin's own servlet, which has what is not below this path. */
    static void mount(TaskcastServlet servlet, JavalinConfig config) {
        config.jetty.modifyServletContextHandler(context -> {
            ServletHolder holder = new ServletHolder("tasks", servlet);
            holder.setAsyncSupported(true);
            context.addServlet(holder, "/tasks/*");
        });
        config.events.serverStopping(servlet::close); // says goodbye, while there still are connections
    }
}
