package dev.taskcast.spring.autoconfigure;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.servlet.TaskcastServlet;
import dev.taskcast.spring.autoconfigure.TaskcastProperties.Streams;
import jakarta.servlet.Servlet;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/** The endpoint in the application's own servlet container. */
@AutoConfiguration(after = TaskcastEndpointAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Servlet.class, ServletRegistrationBean.class})
@ConditionalOnBean(TaskEndpoint.class)
public class TaskcastServletAutoConfiguration {
    /** Made by Spring. */
    public TaskcastServletAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT) // a parent's is in the parent's server
    TaskcastServlet taskcastServlet(
            TaskEndpoint endpoint, TaskcastProperties properties, ConfigurableListableBeanFactory beans) {
        Streams streams = properties.streams();
        TaskcastServlet.Builder builder = TaskcastServlet.builder(endpoint);
        PropertyMapper map = PropertyMapper.get();
        map.from(streams::max).to(builder::maxStreams);
        map.from(streams::maxAge).to(builder::maxStreamAge);
        map.from(streams::writeDeadline).to(builder::writeDeadline);
        return ApplicationLoader.within(beans, builder::build);
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

    @Bean
    @ConditionalOnBean(Logins.class)
    ServletListenerRegistrationBean<SessionListener> taskcastLoginsListener(Logins logins) {
        return new ServletListenerRegistrationBean<>(new SessionListener(logins));
    }
}
