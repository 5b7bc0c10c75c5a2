package dev.taskcast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.spring.autoconfigure.TaskcastAutoConfiguration;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.Unique;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A submit within a transaction, on a real PostgreSQL. */
class TransactionsTest {
    static class Work {
        @HandlesTask("work")
        int work(String word) {
            return word.length();
        }
    }

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static ApplicationContextRunner runner(DataSource source) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        TaskcastAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
                .withBean(DataSource.class, () -> source)
                .withUserConfiguration(Work.class);
    }

    @SuppressWarnings("unchecked")
    private static TaskSubmitter<String, Integer> submitter(ApplicationContext context) {
        return (TaskSubmitter<String, Integer>) context.getBean("taskSubmitter.work");
    }

    private static void commitsAndRollsBack(DataSource source) {
        runner(source).run(context -> {
            TaskManager tasks = context.getBean(TaskManager.class);
            TaskSubmitter<String, Integer> works = submitter(context);
            var transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            TaskState kept = transaction.execute(status -> {
                TaskState made = works.submit("word");
                assertThat(tasks.getState(made.id())).as("before the commit").isEmpty();
                return made;
            });
            TaskState gone = transaction.execute(status -> {
                status.setRollbackOnly();
                return works.submit("nothing");
            });

            await().until(() -> tasks.getState(kept.id()).orElse(null) instanceof TaskState.Completed);
            assertThat(tasks.getState(gone.id())).isEmpty();
        });
    }

    @Test
    void isMadeByTheCommitOrNotAtAll() {
        commitsAndRollsBack(server.getPostgresDatabase());
    }

    @Test
    void theDatabaseIsKnownBehindAProxy() {
        commitsAndRollsBack(new LazyConnectionDataSourceProxy(server.getPostgresDatabase()));
    }

    @Test
    void inAnotherTransactionItIsMadeAfterTheCommit() {
        runner(server.getPostgresDatabase())
                .withPropertyValues("taskcast.store.type=memory")
                .run(context -> {
                    TaskManager tasks = context.getBean(TaskManager.class);
                    TaskSubmitter<String, Integer> works = submitter(context);
                    var transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
                    TaskState kept = transaction.execute(status -> {
                        TaskState made = works.submit(
                                "word", SubmitOptions.builder().owner("ann").build());
                        assertThat(tasks.getState(made.id()))
                                .as("before the commit")
                                .isEmpty();
                        return made;
                    });
                    TaskState gone = transaction.execute(status -> {
                        status.setRollbackOnly();
                        return works.submit("nothing");
                    });

                    assertThat(tasks.getState(kept.id()).orElseThrow().identity())
                            .isEqualTo(kept.identity());
                    assertThat(tasks.getState(gone.id())).isEmpty();
                });
    }

    @Test
    void modesAreAsTheyAreNamed() {
        runner(server.getPostgresDatabase())
                .withPropertyValues("taskcast.transactions=none")
                .run(context -> {
                    TaskManager tasks = context.getBean(TaskManager.class);
                    TaskSubmitter<String, Integer> works = submitter(context);
                    var transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
                    TaskState made = transaction.execute(status -> {
                        status.setRollbackOnly();
                        return works.submit("word");
                    });
                    assertThat(tasks.getState(made.id())).isPresent();
                });
    }

    @Test
    void whatCanNotBePartOfATransactionIsRefusedAtTheCall() {
        runner(server.getPostgresDatabase()).run(context -> {
            TaskSubmitter<String, Integer> works = submitter(context);
            var transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            transaction.executeWithoutResult(status -> assertThatIllegalArgumentException()
                    .isThrownBy(() -> works.submit(
                            "word",
                            SubmitOptions.builder().unique(Unique.join("x")).build()))
                    .withMessageContaining("transaction"));
        });
    }

    @Test
    void withoutAPostgresTasksAreInMemory() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TaskcastAutoConfiguration.class))
                .withUserConfiguration(Work.class)
                .run(context -> assertThat(context).hasNotFailed());
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TaskcastAutoConfiguration.class))
                .withPropertyValues("taskcast.store.type=postgresql")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("needs a DataSource"));
    }
}
