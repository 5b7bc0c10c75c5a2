package dev.taskcast.spring.autoconfigure;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Access;
import dev.taskcast.servlet.TaskcastServlet;
import dev.taskcast.spring.TaskEndpointCustomizer;
import dev.taskcast.spring.autoconfigure.TaskcastProperties.AccessMode;
import dev.taskcast.spring.autoconfigure.TaskcastProperties.Streams;
import jakarta.servlet.Servlet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.Authentication;

/** The endpoint, in the application's own server. */
@AutoConfiguration(after = TaskcastAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Servlet.class, ServletRegistrationBean.class})
@ConditionalOnBean(TaskManager.class)
public class TaskcastServletAutoConfiguration {
    /** Made by Spring. */
    public TaskcastServletAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    TaskEndpoint taskEndpoint(
            TaskManager tasks,
            TaskcastProperties properties,
            Access access,
            ObjectProvider<TaskEndpointCustomizer> customizers) {
        TaskEndpoint.Builder builder =
                TaskEndpoint.builder(tasks).path(properties.path()).access(access);
        PropertyMapper map = PropertyMapper.get();
        map.from(properties.streams()::heartbeat).to(builder::heartbeatInterval);
        map.from(properties.streams()::recheck).to(builder::recheckInterval);
        if (!properties.publicOrigins().isEmpty()) {
            builder.publicOrigin(properties.publicOrigins().toArray(String[]::new));
        }
        if (properties.readOnly()) {
            builder.readOnly();
        }
        customizers.orderedStream().forEach(each -> each.customize(builder));
        return builder.build();
    }

    @Bean
    @ConditionalOnMissingBean
    TaskcastServlet taskcastServlet(TaskEndpoint endpoint, TaskcastProperties properties) {
        Streams streams = properties.streams();
        TaskcastServlet.Builder builder = TaskcastServlet.builder(endpoint);
        PropertyMapper map = PropertyMapper.get();
        map.from(streams::max).to(builder::maxStreams);
        map.from(streams::maxAge).to(builder::maxStreamAge);
        map.from(streams::writeDeadline).to(builder::writeDeadline);
        return builder.build();
    }

    @Bean
    ServletRegistrationBean<TaskcastServlet> taskcastServletRegistration(
            TaskcastServlet servlet, TaskEndpoint endpoint) {
        var registration = new ServletRegistrationBean<>(servlet, endpoint.path() + "/*");
        registration.setName("taskcast");
        registration.setAsyncSupported(true);
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    LifecycleStep taskStreamsStep(TaskcastServlet servlet) {
        return LifecycleStep.stopping(LifecycleStep.STREAMS, servlet::close);
    }

    /** Who is let in where the application is behind Spring Security. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Authentication.class)
    @Order(1)
    static class WithLogin {
        @Bean
        Logins taskcastLogins(ObjectProvider<TaskEndpoint> endpoint) {
            return new Logins(() -> endpoint.ifAvailable(TaskEndpoint::accessChanged));
        }

        @Bean
        ServletListenerRegistrationBean<Logins> taskcastLoginsListener(Logins logins) {
            return new ServletListenerRegistrationBean<>(logins);
        }

        @Bean
        @ConditionalOnMissingBean
        Access taskcastAccess(TaskcastProperties properties, Logins logins) {
            AccessMode mode = properties.access();
            return mode == null || mode == AccessMode.AUTHENTICATED
                    ? new LoginAccess(logins, properties.adminAuthority())
                    : plain(mode);
        }
    }

    /** Who is let in where nobody logs in. */
    @Configuration(proxyBeanMethods = false)
    @Order(2)
    static class WithoutLogin {
        @Bean
        @ConditionalOnMissingBean
        Access taskcastAccess(TaskcastProperties properties) {
            return plain(properties.access());
        }
    }

    private static Access plain(@Nullable AccessMode mode) {
        if (mode == AccessMode.AUTHENTICATED) {
            throw new AccessRefusedException();
        }
        return mode == AccessMode.EVERYBODY ? Access.EVERYBODY : new LoopbackAccess();
    }
}
