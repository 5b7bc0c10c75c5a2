package dev.taskcast.spring;

import dev.taskcast.task.TaskContext;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.SimpleReflectiveProcessor;

/** What a native image has to know of a method that handles tasks: that it is called, and what its payload and its result are made of. */
final class HandlesTaskReflection extends SimpleReflectiveProcessor {
    private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

    /** Called by Spring. */
    HandlesTaskReflection() {}

    @Override
    protected void registerMethodHint(ReflectionHints hints, Method method) {
        super.registerMethodHint(hints, method);
        for (Type type : method.getGenericParameterTypes()) {
            if (type != TaskContext.class) {
                bindings.registerReflectionHints(hints, type);
            }
        }
        if (method.getReturnType() != void.class) {
            bindings.registerReflectionHints(hints, method.getGenericReturnType());
        }
    }
}
