package dev.taskcast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletException;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.xnio.Options;

/** On Undertow, whose API is that of Servlet 6.0. */
@Tag("servlet-6.0")
final class UndertowTest extends ServletContract {
    /** Beside the servlet there is nothing. Undertow's own servlet for the rest would answer a TRACE with what was sent. */
    public static final class NothingElse extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    Deployed deploy(TaskcastServlet servlet, Mapping mapping) {
        assertThat(WriteListener.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString())
                .contains("jakarta.servlet-api-6.0");
        DeploymentInfo application = Servlets.deployment()
                .setClassLoader(UndertowTest.class.getClassLoader())
                .setDeploymentName("test")
                .setContextPath(mapping.context().isEmpty() ? "/" : mapping.context())
                .addServlet(Servlets.servlet("tasks", TaskcastServlet.class, new ImmediateInstanceFactory<>(servlet))
                        .addMapping(mapping.pattern())
                        .setAsyncSupported(mapping.isAsync())
                        .setLoadOnStartup(1))
                .addServlet(Servlets.servlet("default", NothingElse.class));
        DeploymentManager manager = Servlets.newContainer().addDeployment(application);
        manager.deploy();
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setSocketOption(Options.BACKLOG, 1_000)
                .setHandler(Handlers.path().addPrefixPath(application.getContextPath(), handler(manager)))
                .build();
        server.start();
        int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
        Runnable undeploy = Deployed.unchecked(() -> {
            if (manager.getState() == DeploymentManager.State.STARTED) {
                manager.stop();
                manager.undeploy();
            }
        });
        return new Deployed(port, undeploy, () -> {
            undeploy.run();
            server.stop();
        });
    }

    private static HttpHandler handler(DeploymentManager manager) {
        try {
            return manager.start();
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
    }
}
