package dev.taskcast.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method of a bean as the handler of tasks.
 *
 * <p>The method may take a {@link dev.taskcast.task.TaskContext} and a payload, each at most once and in any order. What it returns is the
 * task's result. One that takes a payload is the handler of a <b>type</b>: tasks of it are submitted by a {@link TaskSubmitter}. One that
 * takes none is the handler of one <b>registered task</b>, whose id is the name: it is started by {@code TaskManager.start}, over HTTP, or
 * by its schedule.
 *
 * <p>Tasks are kept under the {@linkplain #value name}, never under the name of a class or a method: code may be moved and renamed. A name
 * that two methods have is refused at the start of the application. A task whose name no method has waits until one does.
 *
 * <p>Each text may have placeholders ({@code ${…}}). Durations are written as Spring Boot has them: {@code 10m}, {@code 30s} or ISO 8601.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(HandlesTaskReflection.class)
public @interface HandlesTask {
    /**
     * The name of the type, or the id of the task.
     *
     * @return a valid one, see {@link dev.taskcast.task.TaskId}
     */
    String value();

    /**
     * What people see in place of the name.
     *
     * @return none by default
     */
    String title() default "";

    /**
     * A sentence for people.
     *
     * @return none by default
     */
    String description() default "";

    /**
     * The application's own labels.
     *
     * @return none by default
     */
    String[] tags() default {};

    /**
     * How long a run may take.
     *
     * @return a duration; for ever by default
     */
    String timeout() default "";

    /**
     * The queue that its tasks wait in.
     *
     * @return the default queue by default
     */
    String queue() default "";

    /**
     * How many tasks of this name may run at once, over all nodes.
     *
     * @return a number from 0 on; no limit by default
     */
    String maxConcurrent() default "";

    /**
     * How often tasks of this name may start, over all nodes: so many in a period, as in {@code 100/1m}. See
     * {@link dev.taskcast.task.StartRate}.
     *
     * @return a number from 1 on, {@code /}, and a duration of 1 ms to 366 days; no limit by default
     */
    String rate() default "";

    /**
     * How many further attempts there are after one that fails.
     *
     * @return 0 by default
     */
    int retries() default 0;

    /**
     * Whether a run that was cut off by the end of its server begins anew.
     *
     * @return false by default: it has failed
     */
    boolean restartInterrupted() default false;

    /**
     * Whether the handler runs on a thread of the platform.
     *
     * @return false by default: on a virtual thread
     */
    boolean platformThread() default false;

    /**
     * Whether tasks of the type may be submitted over HTTP.
     *
     * @return false by default
     */
    boolean submittable() default false;

    /**
     * When a registered task starts by itself: a cron expression of five or six fields.
     *
     * @return none by default; {@code -} for none as well, so that a placeholder can switch it off
     */
    String cron() default "";

    /**
     * Where the cron expression's times are.
     *
     * @return a zone such as {@code Europe/Berlin}; the system's by default
     */
    String zone() default "";

    /**
     * How often a registered task starts by itself.
     *
     * @return a duration; never by default
     */
    String every() default "";
}
