package dev.taskcast.benchmarks.containers;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.xnio.Options;

/** With their defaults, but for how many connections may wait and be open. */
public enum Container {
    TOMCAT {
        @Override
        @SuppressWarnings("deprecation") // of addServletMappingDecoded, which embedded Tomcats have always used
        public Listening start(Servlet servlet) throws IOException {
            Path folder = Files.createTempDirectory("tomcat");
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(folder.toString());
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", LOOPBACK);
            connector.setProperty("acceptCount", String.valueOf(BACKLOG));
            connector.setProperty("maxConnections", "20000");
            tomcat.setConnector(connector);
            Context context = tomcat.addContext("", null);
            ((StandardContext) context).setUnloadDelay(20); // else its stop waits for the streams
            Wrapper wrapper = Tomcat.addServlet(context, "tasks", servlet);
            wrapper.setAsyncSupported(true);
            wrapper.setLoadOnStartup(1);
            context.addServletMappingDecoded("/*", "tasks");
            try {
                tomcat.start();
            } catch (LifecycleException e) {
                throw new IOException(e);
            }
            return new Listening(connector.getLocalPort(), Listening.unchecked(() -> {
                tomcat.stop();
                tomcat.destroy();
            }));
        }
    },

    JETTY {
        @Override
        public Listening start(Servlet servlet) {
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server);
            connector.setHost(LOOPBACK);
            connector.setAcceptQueueSize(BACKLOG);
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler("/");
            ServletHolder holder = new ServletHolder("tasks", servlet);
            holder.setAsyncSupported(true);
            holder.setInitOrder(1);
            context.addServlet(holder, "/*");
            server.setHandler(context);
            Listening.unchecked(server::start).run();
            return new Listening(connector.getLocalPort(), Listening.unchecked(server::stop));
        }
    },

    UNDERTOW {
        @Override
        public Listening start(Servlet servlet) throws IOException {
            DeploymentInfo application = Servlets.deployment()
                    .setClassLoader(Container.class.getClassLoader())
                    .setDeploymentName("benchmark")
                    .setContextPath("/")
                    .addServlet(Servlets.servlet("tasks", servlet.getClass(), new ImmediateInstanceFactory<>(servlet))
                            .addMapping("/*")
                            .setAsyncSupported(true)
                            .setLoadOnStartup(1));
            DeploymentManager manager = Servlets.newContainer().addDeployment(application);
            manager.deploy();
            HttpHandler handler;
            try {
                handler = manager.start();
            } catch (ServletException e) {
                throw new IOException(e);
            }
            Undertow server = Undertow.builder()
                    .addHttpListener(0, LOOPBACK)
                    .setSocketOption(Options.BACKLOG, BACKLOG)
                    .setHandler(Handlers.path().addPrefixPath("/", handler))
                    .build();
            server.start();
            int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
            return new Listening(port, server::stop);
        }
    };

    private static final String LOOPBACK = "127.0.0.1";
    private static final int BACKLOG = 4_096;

    /**
     * Starts it with a servlet that has all paths.
     *
     * @param servlet asynchronous
     * @return where it listens
     * @throws IOException if it does not start
     */
    public abstract Listening start(Servlet servlet) throws IOException;
}
