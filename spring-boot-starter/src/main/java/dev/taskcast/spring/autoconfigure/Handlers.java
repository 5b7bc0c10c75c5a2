package dev.taskcast.spring.autoconfigure;

import dev.taskcast.TaskManager;
import dev.taskcast.spring.HandlesTask;
import dev.taskcast.task.Retry;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.DurationStyle;

/** Registers the methods that handle tasks. Each once, when it is first asked for or when the application has started. Thread-safe. */
final class Handlers {
    private static final String NONE = "-";
    private static final Pattern RATE = Pattern.compile("\\s*(\\d+)\\s*/\\s*(\\S+)\\s*");

    private final ConfigurableListableBeanFactory beans;
    private final TaskManager tasks;
    private final Map<String, HandlerMethod> methods = new LinkedHashMap<>();

    // Guarded by this.
    private final Map<String, Registered> registered = new LinkedHashMap<>();

    /**
     * What was registered.
     *
     * @param type null where it is a registered task
     * @param options of its tasks
     */
    record Registered(@Nullable TaskType<Object, Object> type, TypeOptions<Object> options) {
        /** Of a type. */
        TaskType<Object, Object> ofType() {
            return Objects.requireNonNull(type, "of a method with a payload");
        }
    }

    Handlers(ConfigurableListableBeanFactory beans, TaskManager tasks, HandlerMethods found) {
        this.beans = beans;
        this.tasks = tasks;
        found.all().forEach(method -> methods.put(method.name(), method));
    }

    void registerAll() {
        methods.keySet().forEach(this::registered);
    }

    /** A type whose handler is registered from now on. */
    synchronized Registered registered(String name) {
        Registered found = registered.get(name);
        if (found == null) {
            found = register(Objects.requireNonNull(methods.get(name), name));
            registered.put(name, found);
        }
        return found;
    }

    private Registered register(HandlerMethod handler) {
        TaskOptions options = new Texts(handler).options();
        Object bean = beans.getBean(handler.bean());
        Method method = AopUtils.selectInvocableMethod(handler.method(), bean.getClass());
        method.trySetAccessible();
        Class<?> payload = handler.payload();
        if (payload == null) {
            tasks.register(
                    handler.name(),
                    ctx -> {
                        Object result = call(bean, method, ctx, null);
                        if (result != null) {
                            ctx.result(result);
                        }
                    },
                    options);
            return new Registered(null, TypeOptions.builder().build());
        }
        TypeOptions.Builder<Object> type = TypeOptions.builder().tasks(options);
        TypeOptions<Object> built =
                handler.says().submittable() ? type.submittable().build() : type.build();
        return new Registered(type(handler, payload, (ctx, given) -> call(bean, method, ctx, given), built), built);
    }

    /** The classes are the method's own, so that what it is called with is what it takes. */
    @SuppressWarnings("unchecked")
    private TaskType<Object, Object> type(
            HandlerMethod handler,
            Class<?> payload,
            TaskType.Handler<Object, Object> code,
            TypeOptions<Object> options) {
        return tasks.type(handler.name(), (Class<Object>) payload, (Class<Object>) handler.result(), code, options);
    }

    private static @Nullable Object call(Object bean, Method method, TaskContext ctx, @Nullable Object payload)
            throws Exception {
        Class<?>[] takes = method.getParameterTypes();
        @Nullable Object[] given = new @Nullable Object[takes.length];
        for (int i = 0; i < takes.length; i++) {
            given[i] = takes[i] == TaskContext.class ? ctx : payload;
        }
        try {
            return method.invoke(bean, given);
        } catch (InvocationTargetException thrown) {
            switch (thrown.getTargetException()) {
                case Exception e -> throw e;
                case Error e -> throw e;
                case Throwable other -> throw new UndeclaredThrowableException(other);
            }
        }
    }

    /** Reads what an annotation says, and says whose it is where that can't be read. */
    private final class Texts {
        private final HandlerMethod of;
        private final HandlesTask says;

        Texts(HandlerMethod of) {
            this.of = of;
            says = of.says();
        }

        private String text(String given) {
            return Objects.toString(beans.resolveEmbeddedValue(given), "");
        }

        TaskOptions options() {
            try {
                return made();
            } catch (IllegalArgumentException | DateTimeException wrong) {
                throw new HandlerRefusedException(
                        "The @HandlesTask of the method " + of.shown() + " is wrong: " + wrong.getMessage());
            }
        }

        private TaskOptions made() {
            TaskOptions.Builder options = TaskOptions.builder();
            if (says.retries() != 0) {
                options.retry(Retry.times(says.retries()));
            }
            if (!text(says.title()).isEmpty()) {
                options.title(text(says.title()));
            }
            if (!text(says.description()).isEmpty()) {
                options.description(text(says.description()));
            }
            options.tags(Arrays.stream(says.tags()).map(this::text).toArray(String[]::new));
            if (!text(says.timeout()).isEmpty()) {
                options.timeout(duration(says.timeout()));
            }
            if (!text(says.queue()).isEmpty()) {
                options.queue(text(says.queue()));
            }
            if (!text(says.maxConcurrent()).isEmpty()) {
                options.maxConcurrent(Integer.parseInt(text(says.maxConcurrent())));
            }
            if (!text(says.rate()).isEmpty()) {
                rate(options, text(says.rate()));
            }
            if (says.restartInterrupted()) {
                options.restartInterrupted();
            }
            if (says.platformThread()) {
                options.platformThread();
            }
            Schedule schedule = schedule();
            return schedule == null
                    ? options.build()
                    : options.schedule(schedule).build();
        }

        private static void rate(TaskOptions.Builder options, String given) {
            Matcher found = RATE.matcher(given);
            if (!found.matches()) {
                throw new IllegalArgumentException(
                        "a rate is a number of starts and a period, as in 100/1m, got: " + given);
            }
            options.rate(Integer.parseInt(found.group(1)), DurationStyle.detectAndParse(found.group(2)));
        }

        private @Nullable Schedule schedule() {
            String cron = text(says.cron());
            String every = text(says.every());
            boolean hasCron = !cron.isEmpty() && !cron.equals(NONE);
            boolean hasEvery = !every.isEmpty() && !every.equals(NONE);
            if (hasCron && hasEvery) {
                throw new IllegalArgumentException("a task has one schedule, got: cron and every");
            }
            String zone = text(says.zone());
            if (hasCron) {
                return Schedule.cron(cron, zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone));
            }
            return hasEvery ? Schedule.every(duration(every)) : null;
        }

        private Duration duration(String given) {
            return DurationStyle.detectAndParse(text(given));
        }
    }
}
