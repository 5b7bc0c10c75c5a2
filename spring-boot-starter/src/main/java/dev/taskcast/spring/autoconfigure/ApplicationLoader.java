package dev.taskcast.spring.autoconfigure;

import java.util.function.Supplier;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * The class loader of the application. It is that of all threads of ours, handlers' included, whoever asks first for what has threads: a
 * servlet container asks with a class loader of its own, which is stopped with the web server, while handlers may go on.
 */
final class ApplicationLoader {
    private ApplicationLoader() {}

    /** Makes something whose threads are to have it. */
    static <T> T within(ConfigurableBeanFactory beans, Supplier<T> maker) {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(beans.getBeanClassLoader());
        try {
            return maker.get();
        } finally {
            current.setContextClassLoader(before);
        }
    }
}
