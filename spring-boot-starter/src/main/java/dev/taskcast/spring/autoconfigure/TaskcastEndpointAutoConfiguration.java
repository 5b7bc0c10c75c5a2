package dev.taskcast.spring.autoconfigure;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Access;
import dev.taskcast.spring.TaskEndpointCustomizer;
import dev.taskcast.spring.autoconfigure.TaskcastProperties.AccessMode;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.Authentication;

/** The endpoint and who is let in, whatever web server there is. */
@AutoConfiguration(after = TaskcastAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnBean(TaskManager.class)
public class TaskcastEndpointAutoConfiguration {
    /** Made by Spring. */
    public TaskcastEndpointAutoConfiguration() {}

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

    /** Who is let in where the application is behind Spring Security. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Authentication.class)
    @Order(1)
    static class WithLogin {
        @Bean
        @ConditionalOnMissingBean
        Logins taskcastLogins(ObjectProvider<TaskEndpoint> endpoint, ObjectProvider<Sessions> sessions) {
            return new Logins(
                    () -> endpoint.ifAvailable(TaskEndpoint::accessChanged),
                    sessions.getIfAvailable(() -> Sessions.TELLING));
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
