package dev.taskcast.servlet;

import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.junit.jupiter.api.io.TempDir;

/** On Tomcat. */
final class TomcatTest extends ServletContract {
    @TempDir
    static Path folder = Path.of("");

    @Override
    @SuppressWarnings("deprecation") // of addServletMappingDecoded, which embedded Tomcats have always used
    Deployed deploy(TaskcastServlet servlet, Mapping mapping) {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("acceptCount", "1000");
        connector.setProperty("processorCache", "0"); // else the error of a connection that was cut may end a new one
        connector.setProperty("connectionTimeout", "90000"); // else a viewer that reads nothing for a minute is cut
        tomcat.setConnector(connector);
        ErrorReportValve errors = new ErrorReportValve();
        errors.setShowReport(false); // else its pages show what was sent
        errors.setShowServerInfo(false);
        tomcat.getHost().getPipeline().addValve(errors);
        Context context = tomcat.addContext(mapping.context(), null);
        // Else it waits for the streams before it tells the servlet. It naps for a twentieth of that; of 0, for ever.
        ((StandardContext) context).setUnloadDelay(20);
        Wrapper wrapper = Tomcat.addServlet(context, "tasks", servlet);
        wrapper.setAsyncSupported(mapping.isAsync());
        wrapper.setLoadOnStartup(1);
        context.addServletMappingDecoded(mapping.pattern(), "tasks");
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
        return new Deployed(
                connector.getLocalPort(), () -> tomcat.getHost().removeChild(context), Deployed.unchecked(() -> {
                    tomcat.stop();
                    tomcat.destroy();
                }));
    }
}
