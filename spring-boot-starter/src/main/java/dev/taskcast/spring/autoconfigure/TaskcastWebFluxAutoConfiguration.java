package dev.taskcast.spring.autoconfigure;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.spring.autoconfigure.TaskcastProperties.Streams;
import dev.taskcast.webflux.TaskcastHandlerMapping;
import dev.taskcast.webflux.TaskcastWebHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.WebSessionIdResolver;

/** The endpoint in the application's own server, by WebFlux on Reactor Netty. */
@AutoConfiguration(
        after = TaskcastEndpointAutoConfiguration.class,
        afterName = "org.springframework.boot.webflux.autoconfigure.WebSessionIdResolverAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(value = DispatcherHandler.class, name = "reactor.netty.http.server.HttpServerResponse")
@ConditionalOnBean(TaskEndpoint.class)
public class TaskcastWebFluxAutoConfiguration {
    /** Made by Spring. */
    public TaskcastWebFluxAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    TaskcastWebHandler taskcastWebHandler(TaskEndpoint endpoint, TaskcastProperties properties) {
        Streams streams = properties.streams();
        TaskcastWebHandler.Builder builder = TaskcastWebHandler.builder(endpoint);
        PropertyMapper map = PropertyMapper.get();
        map.from(streams::max).to(builder::maxStreams);
        map.from(streams::maxAge).to(builder::maxStreamAge);
        map.from(streams::writeDeadline).to(builder::writeDeadline);
        return builder.start();
    }

    @Bean
    @ConditionalOnMissingBean
    TaskcastHandlerMapping taskcastHandlerMapping(TaskcastWebHandler handler) {
        return new TaskcastHandlerMapping(handler);
    }

    @Bean
    LifecycleStep taskStreamsStep(TaskcastWebHandler handler) {
        return LifecycleStep.stopping(LifecycleStep.STREAMS, handler::close);
    }

    @Bean
    @ConditionalOnBean(Logins.class)
    LoginFilter taskcastLoginFilter(Logins logins, ObjectProvider<WebSessionIdResolver> ids) {
        return new LoginFilter(logins, ids.getIfAvailable(CookieWebSessionIdResolver::new));
    }
}
