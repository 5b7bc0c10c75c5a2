package dev.taskcast.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThreadMakerTest {
    private static final InheritableThreadLocal<String> USER = new InheritableThreadLocal<>();

    private record Seen(@Nullable String user, ClassLoader loader, int priority, String group) {
        static Seen here() {
            Thread current = Thread.currentThread();
            return new Seen(
                    USER.get(),
                    current.getContextClassLoader(),
                    current.getPriority(),
                    current.getThreadGroup().getName());
        }
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // what callers happen to have
    void whatItMakesIsLikeItsOwnMakerWhoeverAsksForIt() throws Exception {
        ThreadMaker maker = ThreadMaker.here();
        Seen here = Seen.here();
        AtomicReference<Seen> platform = new AtomicReference<>();
        AtomicReference<Seen> virtual = new AtomicReference<>();
        List<Thread> made = new CopyOnWriteArrayList<>();
        try (URLClassLoader theirs = new URLClassLoader(new URL[0])) {
            Thread caller = new Thread(new ThreadGroup("theirs"), () -> {
                USER.set("somebody");
                Thread.currentThread().setContextClassLoader(theirs);
                Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
                made.add(maker.platform("made", () -> platform.set(Seen.here())));
                made.add(maker.virtual(() -> {
                    maker.settle();
                    virtual.set(Seen.here());
                }));
                made.forEach(Thread::start);
            });
            caller.start();
            Await.end(caller);
            for (Thread each : made) {
                Await.end(each);
            }
        }

        assertThat(platform.get()).isEqualTo(new Seen(null, here.loader(), Thread.NORM_PRIORITY, here.group()));
        assertThat(virtual.get().user()).isNull();
        assertThat(virtual.get().loader()).isSameAs(here.loader());
    }
}
