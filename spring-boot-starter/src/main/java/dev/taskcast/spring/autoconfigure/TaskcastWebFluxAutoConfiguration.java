package dev.taskcast.spring.autoconfigure;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.spring.autoconfigure.TaskcastProperties.Streams;
import dev.taskcast.webflux.TaskcastHandlerMapping;
import dev.taskcast.webflux.TaskcastWebHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.WebSessionIdResolver;
import org.springframework.web.server.session.WebSessionManager;

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
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT) // a parent's is in the parent's server
    TaskcastWebHandler taskcastWebHandler(
            TaskEndpoint endpoint, TaskcastProperties properties, ConfigurableListableBeanFactory beans) {
        Streams streams = properties.streams();
        TaskcastWebHandler.Builder builder = TaskcastWebHandler.builder(endpoint);
        PropertyMapper map = PropertyMapper.get();
        map.from(streams::max).to(builder::maxStreams);
        map.from(streams::maxAge).to(builder::maxStreamAge);
        map.from(streams::writeDeadline).to(builder::writeDeadline);
        return ApplicationLoader.within(beans, builder::start);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    TaskcastHandlerMapping taskcastHandlerMapping(TaskcastWebHandler handler) {
        return new TaskcastHandlerMapping(handler);
    }

    @Bean
    LifecycleStep taskStreamsStep(TaskcastWebHandler handler) {
        return LifecycleStep.stopping(LifecycleStep.STREAMS, handler::close);
    }

    /** Where sessions may be Spring Session's. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ReactiveSessionRepository.class)
    @ConditionalOnBean(Logins.class)
    @Order(1)
    static class WithSpringSession {
        @Bean
        Sessions taskcastSessions(
                ObjectProvider<ReactiveSessionRepository<?>> repository, ObjectProvider<WebSessionManager> manager) {
            ReactiveSessionRepository<?> unique = repository.getIfUnique();
            return unique == null ? WebSessions.of(manager.getIfAvailable()) : WebSessions.of(unique);
        }
    }

    /** Where they can't be. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(Logins.class)
    @Order(2)
    static class WithoutSpringSession {
        @Bean
        @ConditionalOnMissingBean
        Sessions taskcastSessions(ObjectProvider<WebSessionManager> manager) {
            return WebSessions.of(manager.getIfAvailable());
        }
    }

    @Bean
    @ConditionalOnBean(Logins.class)
    LoginFilter taskcastLoginFilter(Logins logins, ObjectProvider<WebSessionIdResolver> ids) {
        return new LoginFilter(logins, ids.getIfAvailable(CookieWebSessionIdResolver::new));
    }
}
