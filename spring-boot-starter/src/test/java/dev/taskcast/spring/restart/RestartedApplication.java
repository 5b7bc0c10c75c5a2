package dev.taskcast.spring.restart;

import dev.taskcast.spring.HandlesTask;
import dev.taskcast.spring.PlainServlets;
import dev.taskcast.task.TaskContext;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application whose classes are loaded anew for each start. */
@Configuration(proxyBeanMethods = false)
@PlainServlets
public class RestartedApplication {
    static final String FIRST = "first";

    /** What a task is about; of another class after the restart. */
    public record Word(String text) {}

    static class Work {
        @HandlesTask(value = "work", restartInterrupted = true)
        String work(Word word, TaskContext task) throws InterruptedException {
            String life = getClass().getClassLoader().getName();
            if (FIRST.equals(life)) {
                task.progress("Working", 1, 2);
                Thread.sleep(Long.MAX_VALUE);
            }
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            return word.text() + " " + life + " " + context.getName();
        }
    }

    @Bean
    Work work() {
        return new Work();
    }

    /** Called by its name. */
    public static ConfigurableApplicationContext start(String... arguments) {
        return SpringApplication.run(RestartedApplication.class, arguments);
    }

    /** Called by its name. */
    public static Object word(String text) {
        return new Word(text);
    }
}
