package dev.taskcast.spring.autoconfigure;

import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.codec.TaskCodec;
import dev.taskcast.jackson.JacksonCodec;
import dev.taskcast.spring.TaskManagerCustomizer;
import dev.taskcast.spring.TaskcastDataSource;
import dev.taskcast.spring.autoconfigure.TaskcastProperties.Node;
import dev.taskcast.spring.autoconfigure.TaskcastProperties.Streams;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.RunWrapper;
import dev.taskcast.task.SubmitContext;
import dev.taskcast.task.TaskObserver;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** The task manager, its store, and the methods that handle tasks. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration"
        })
@ConditionalOnProperty(name = "taskcast.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TaskcastProperties.class)
public class TaskcastAutoConfiguration {
    /** Made by Spring. */
    public TaskcastAutoConfiguration() {}

    @Bean
    static HandlerMethods taskHandlerMethods() {
        return new HandlerMethods();
    }

    /** Tasks that wait are run although nobody asks for a bean of theirs. */
    @Bean
    static LazyInitializationExcludeFilter taskcastIsNotLazy() {
        return LazyInitializationExcludeFilter.forBeanTypes(TaskManager.class, LifecycleStep.class);
    }

    /** All that there is once in a hierarchy of contexts. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(ParentManages.Not.class)
    static class Managing {
        @Bean
        @ConditionalOnMissingBean
        TaskCodec taskCodec(ObjectProvider<JsonMapper> mapper) {
            JsonMapper unique = mapper.getIfUnique();
            return unique == null ? JacksonCodec.create() : JacksonCodec.of(unique);
        }

        @Bean
        @DependsOnDatabaseInitialization
        Stores.Chosen chosenTaskStore(
                TaskcastProperties properties,
                ObjectProvider<TaskStore> own,
                @TaskcastDataSource ObjectProvider<DataSource> marked,
                ObjectProvider<DataSource> any) {
            DataSource source = marked.getIfAvailable(any::getIfUnique);
            TaskStore store = own.getIfUnique();
            return store == null ? Stores.choose(properties.store(), source) : new Stores.Chosen(store, source);
        }

        @Bean(destroyMethod = "close")
        @ConditionalOnMissingBean
        TaskManager taskManager(
                TaskcastProperties properties,
                Stores.Chosen chosen,
                TaskCodec codec,
                ObjectProvider<TaskManagerCustomizer> customizers,
                ConfigurableListableBeanFactory beans) {
            TaskManagerBuilder builder = TaskManager.builder().codec(codec);
            if (chosen.store() != null) {
                builder.store(chosen.store());
            }
            apply(properties.node(), properties.streams(), builder);
            customizers.orderedStream().forEach(each -> each.customize(builder));
            return ApplicationLoader.within(beans, builder::build);
        }

        /** What goes around runs, and who is told of them. First: what a customizer of the application's says comes after it. */
        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        TaskManagerCustomizer aroundRuns(
                ObjectProvider<TaskObserver> observers,
                ObjectProvider<RunWrapper> wrappers,
                ObjectProvider<SubmitContext> context) {
            return builder -> {
                observers.orderedStream().forEach(builder::observer);
                wrappers.orderedStream().reduce(RunWrapper::with).ifPresent(builder::runWrapper);
                context.ifUnique(builder::submitContext);
            };
        }

        private static void apply(Node node, Streams streams, TaskManagerBuilder builder) {
            PropertyMapper map = PropertyMapper.get();
            map.from(node::name).to(builder::nodeName);
            map.from(node::slots).to(builder::slots);
            map.from(node::maxConcurrent).to(builder::maxConcurrent);
            map.from(node::maxPending).to(builder::maxPending);
            map.from(node::maxHistory).to(builder::maxHistory);
            map.from(node::recent).to(builder::recent);
            map.from(node::waitingPayloads).as(DataSize::toBytes).to(builder::waitingPayloads);
            map.from(node::maxHistoryAge).to(builder::maxHistoryAge);
            map.from(node::closeTimeout).to(builder::closeTimeout);
            map.from(node::lease).to(builder::lease);
            map.from(streams::progressInterval).to(builder::progressInterval);
            map.from(streams::eventBufferSize).to(builder::eventBufferSize);
        }

        @Bean(ParentManages.BEAN)
        Handlers taskHandlers(ConfigurableListableBeanFactory beans, TaskManager tasks, HandlerMethods found) {
            return new Handlers(beans, tasks, found);
        }

        @Bean
        Submitters taskSubmitters(TaskManager tasks, Handlers handlers, ObjectProvider<Transactions> transactions) {
            return new Submitters(tasks, handlers, transactions.getIfAvailable(() -> Transactions.NEVER));
        }

        /** Where Spring's transactions are there. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(ConnectionHolder.class)
        static class WithTransactions {
            @Bean
            Transactions taskTransactions(TaskcastProperties properties, Stores.Chosen chosen) {
                return new SpringTransactions(properties.transactions(), chosen.source());
            }
        }

        @Bean
        @ConditionalOnBean(value = TaskManager.class, search = SearchStrategy.CURRENT)
        LifecycleStep taskManagerStep(TaskManager tasks) {
            return LifecycleStep.stopping(LifecycleStep.MANAGER, tasks::close);
        }

        @Bean
        LifecycleStep taskHandlersStep(Handlers handlers) {
            return LifecycleStep.starting(LifecycleStep.HANDLERS, handlers::registerAll);
        }
    }
}
