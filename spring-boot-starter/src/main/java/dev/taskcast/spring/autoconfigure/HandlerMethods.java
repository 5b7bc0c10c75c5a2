package dev.taskcast.spring.autoconfigure;

import dev.taskcast.spring.HandlesTask;
import dev.taskcast.spring.TaskSubmitter;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Finds the methods of all beans that handle tasks, before any bean is made; and declares a {@link TaskSubmitter} for each that has a
 * payload, so that it can be injected anywhere.
 */
final class HandlerMethods implements BeanFactoryPostProcessor {
    private final Map<String, HandlerMethod> byName = new LinkedHashMap<>();

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        Set<String> seen = new HashSet<>();
        findAll(factory, seen);
        if (!ParentManages.of(factory)) {
            BeanFactory parent = factory.getParentBeanFactory();
            while (parent instanceof ConfigurableListableBeanFactory above) {
                findAll(above, seen);
                parent = above.getParentBeanFactory();
            }
        } else if (!byName.isEmpty()) {
            HandlerMethod first = byName.values().iterator().next();
            throw new HandlerRefusedException("The method " + first.shown() + " of the bean \"" + first.bean()
                    + "\" handles tasks in a child context, and the task manager is the parent's, which outlives it."
                    + " Declare the bean in the parent.");
        }
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) factory;
        for (HandlerMethod handler : byName.values()) {
            Class<?> payload = handler.payload();
            if (payload != null) {
                registry.registerBeanDefinition(
                        "taskSubmitter." + handler.name(), submitter(factory, handler, payload));
            }
        }
    }

    /** A bean hides those of its name in the parents. */
    private void findAll(ConfigurableListableBeanFactory factory, Set<String> seen) {
        for (String bean : factory.getBeanNamesForType(Object.class, true, false)) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(bean) || !seen.add(bean) ? null : typeOf(factory, bean);
            if (type != null && !type.getName().startsWith("org.springframework.")) {
                find(factory, bean, type);
            }
        }
    }

    private static @Nullable Class<?> typeOf(ConfigurableListableBeanFactory factory, String bean) {
        try {
            return AutoProxyUtils.determineTargetClass(factory, bean);
        } catch (Throwable unknown) { // such as a class whose optional dependency is missing: it handles nothing
            return null;
        }
    }

    private void find(ConfigurableListableBeanFactory factory, String bean, Class<?> type) {
        marked(type).forEach((method, says) -> {
            String name = String.valueOf(factory.resolveEmbeddedValue(says.value()));
            HandlerMethod handler = HandlerMethod.of(name, bean, method, says);
            HandlerMethod other = byName.put(name, handler);
            if (other != null) {
                throw new HandlerRefusedException("The tasks \"" + name + "\" have two handlers: " + other.shown()
                        + " of the bean \"" + other.bean() + "\" and " + handler.shown() + " of the bean \"" + bean
                        + "\".");
            }
        });
    }

    private static Map<Method, HandlesTask> marked(Class<?> type) {
        try {
            return MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<HandlesTask>)
                    method -> AnnotatedElementUtils.findMergedAnnotation(method, HandlesTask.class));
        } catch (Throwable unknown) { // such as a class whose methods take what an optional dependency has
            return Map.of();
        }
    }

    /** Declared anew at each start, also where the application was processed ahead of time: the code made then could not name all classes. */
    private static RootBeanDefinition submitter(
            ConfigurableListableBeanFactory factory, HandlerMethod handler, Class<?> payload) {
        RootBeanDefinition definition = new RootBeanDefinition(TaskSubmitter.class);
        definition.setInstanceSupplier(() -> factory.getBean(Submitters.class).of(handler.name()));
        definition.setTargetType(ResolvableType.forClassWithGenerics(TaskSubmitter.class, payload, handler.result()));
        definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, handler.name()));
        return definition;
    }

    /** All that were found, in the order of their beans. */
    List<HandlerMethod> all() {
        return new ArrayList<>(byName.values());
    }
}
