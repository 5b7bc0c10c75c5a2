package dev.taskcast.spring.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.spring.TaskSubmitter;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import java.beans.Introspector;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.CachedIntrospectionResults;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ReflectionUtils;

/**
 * What DevTools does at each change of the code: the context is closed, and the application is started again in the same process. Its own
 * classes come from another class loader, all others are as they were.
 */
class RestartTest {
    private static final String OWN = RestartTest.class.getPackageName() + ".Restarted";

    /** The application's own classes. */
    private static final class Own extends URLClassLoader {
        Own(String name, ClassLoader parent) {
            super(
                    name,
                    new URL[] {Own.class.getProtectionDomain().getCodeSource().getLocation()},
                    parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known == null && name.startsWith(OWN)) {
                    return findClass(name);
                }
                return known == null ? super.loadClass(name, resolve) : known;
            }
        }
    }

    private static final class Life implements AutoCloseable {
        final Own loader;
        final ConfigurableApplicationContext context;

        Life(String name, Path folder) throws Exception {
            loader = new Own(name, RestartTest.class.getClassLoader());
            context = within(loader, () -> (ConfigurableApplicationContext) loader.loadClass(OWN + "Application")
                    .getMethod("start", String[].class)
                    .invoke(null, (Object) new String[] {
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--taskcast.store.folder=" + folder,
                        "--taskcast.node.close-timeout=100ms"
                    }));
        }

        TaskManager tasks() {
            return context.getBean(TaskManager.class);
        }

        @SuppressWarnings("unchecked")
        String submit(String text) throws ReflectiveOperationException {
            Object word = loader.loadClass(OWN + "Application")
                    .getMethod("word", String.class)
                    .invoke(null, text);
            TaskSubmitter<Object, String> works = (TaskSubmitter<Object, String>) context.getBean("taskSubmitter.work");
            return works.submit(word).id();
        }

        @Override
        public void close() throws IOException {
            context.close();
            loader.close();
            // Actuator keeps the environment until memory is short, and with that what it knows of the container.
            MutablePropertySources sources = context.getEnvironment().getPropertySources();
            sources.stream().map(PropertySource::getName).toList().forEach(sources::remove);
        }
    }

    /** On a thread of its own, as DevTools has it. */
    private static <T> T within(ClassLoader loader, Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(task, "restarted");
        thread.setContextClassLoader(loader);
        thread.start();
        return task.get();
    }

    private static String result(TaskManager tasks, String id) {
        await().until(() -> tasks.getState(id).orElseThrow() instanceof TaskState.Terminal);
        return Objects.requireNonNull(((Completed) tasks.getState(id).orElseThrow()).result())
                .json();
    }

    /** A task that runs at the restart. */
    private record Left(String id, String loader, WeakReference<TaskManager> tasks, WeakReference<Object> handler) {
        /** The loader itself is in caches of Spring's that are emptied when memory is short. */
        boolean isGone() {
            return tasks.get() == null
                    && handler.get() == null
                    && Thread.getAllStackTraces().keySet().stream()
                            .map(Thread::getContextClassLoader)
                            .noneMatch(context -> context instanceof Own && loader.equals(context.getName()));
        }
    }

    private static Left firstLife(Path folder) throws Exception {
        try (Life first = new Life(RestartedApplication.FIRST, folder)) {
            String id = first.submit("word");
            await().until(() -> first.tasks().getState(id).orElseThrow() instanceof TaskState.Running);
            return new Left(
                    id,
                    RestartedApplication.FIRST,
                    new WeakReference<>(first.tasks()),
                    new WeakReference<>(first.context.getBean("work")));
        }
    }

    /** What Spring makes once in a process, such as its thread for the end, is made like the first application's and kept. */
    @BeforeAll
    static void runOnceBefore() {
        RestartedApplication.start("--server.port=0", "--spring.main.banner-mode=off", "--taskcast.store.type=memory")
                .close();
    }

    @Test
    void handlersOfTheNewCodeGoOnAndNothingOfTheOldIsLeft(@TempDir Path folder) throws Exception {
        Left left = firstLife(folder);
        try (Life second = new Life("second", folder)) {
            assertThat(result(second.tasks(), left.id())).isEqualTo("\"word second second\"");
            assertThat(result(second.tasks(), second.submit("other"))).isEqualTo("\"other second second\"");

            await().atMost(Duration.ofSeconds(60)).until(() -> {
                forget();
                return left.isGone();
            });
        }
    }

    /** What DevTools has Spring and the JDK forget. */
    private static void forget() {
        Introspector.flushCaches();
        ResolvableType.clearCache();
        ReflectionUtils.clearCache();
        AnnotationUtils.clearCache();
        CachedIntrospectionResults.clearClassLoader(RestartTest.class.getClassLoader());
        System.gc();
    }
}
