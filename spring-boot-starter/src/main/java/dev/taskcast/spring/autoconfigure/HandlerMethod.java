package dev.taskcast.spring.autoconfigure;

import dev.taskcast.spring.HandlesTask;
import dev.taskcast.task.TaskContext;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * A method that handles tasks.
 *
 * @param name of its type or task
 * @param bean the name of the bean that has it
 * @param method as its class declares it
 * @param says what the annotation says
 * @param payload the class of its payload; null where it takes none
 */
record HandlerMethod(
        String name,
        String bean,
        Method method,
        HandlesTask says,
        @Nullable Class<?> payload) {

    /**
     * Looks whether it can handle tasks.
     *
     * @throws HandlerRefusedException if it can't
     */
    static HandlerMethod of(String name, String bean, Method method, HandlesTask says) {
        if (Modifier.isPrivate(method.getModifiers())) {
            throw refused(method, "is private: Spring can't call it");
        }
        Class<?> payload = null;
        int contexts = 0;
        for (Type type : method.getGenericParameterTypes()) {
            if (type == TaskContext.class) {
                contexts++;
            } else if (payload != null) {
                throw refused(method, "takes two payloads. It may take one, and a TaskContext");
            } else if (type instanceof Class<?> plain) {
                payload = ClassUtils.resolvePrimitiveIfNecessary(plain);
            } else {
                throw refused(
                        method,
                        "takes a payload of " + shown(type) + ", which a store can't read back. Give it a record");
            }
        }
        if (contexts > 1) {
            throw refused(method, "takes the TaskContext twice");
        }
        boolean isScheduled = !says.cron().isEmpty() || !says.every().isEmpty();
        if (payload != null && isScheduled) {
            throw refused(method, "has a schedule and a payload. A task that starts by itself has none");
        }
        return new HandlerMethod(name, bean, method, says, payload);
    }

    private static String shown(Type type) {
        return type instanceof ParameterizedType generic ? generic.getTypeName() : type.toString();
    }

    private static HandlerRefusedException refused(Method method, String why) {
        return new HandlerRefusedException("The method " + shown(method) + " " + why + ".");
    }

    static String shown(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    String shown() {
        return shown(method);
    }

    /** The class of what it returns; {@code Void} where it returns nothing. */
    Class<?> result() {
        Class<?> declared = method.getReturnType();
        return declared == void.class ? Void.class : ClassUtils.resolvePrimitiveIfNecessary(declared);
    }
}
