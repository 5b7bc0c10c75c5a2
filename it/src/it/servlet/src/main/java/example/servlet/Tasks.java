package example.servlet;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.servlet.TaskcastServlet;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;

/** The tasks of an application, from its beginning to its end. */
public final class Tasks implements ServletContextListener {
    private final TaskManager tasks = TaskManager.create();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        tasks.register("hello", task -> task.progress("Hi", 1, 1));
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
        ServletRegistration.Dynamic servlet =
                event.getServletContext().addServlet("tasks", new TaskcastServlet(endpoint));
        servlet.setAsyncSupported(true);
        servlet.setLoadOnStartup(1);
        servlet.addMapping("/tasks/*");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        tasks.close();
    }
}
