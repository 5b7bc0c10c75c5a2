package dev.taskcast.servlet;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** On Jetty. */
final class JettyTest extends ServletContract {
    @Override
    Deployed deploy(TaskcastServlet servlet, Mapping mapping) {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(1_000);
        connector.setIdleTimeout(90_000); // else a viewer that reads nothing for a minute is cut
        server.addConnector(connector);
        ServletContextHandler context =
                new ServletContextHandler(mapping.context().isEmpty() ? "/" : mapping.context());
        ServletHolder holder = new ServletHolder("tasks", servlet);
        holder.setAsyncSupported(mapping.isAsync());
        holder.setInitOrder(1);
        context.addServlet(holder, mapping.pattern());
        server.setHandler(context);
        Deployed.unchecked(server::start).run();
        return new Deployed(
                connector.getLocalPort(), Deployed.unchecked(context::stop), Deployed.unchecked(server::stop));
    }
}
