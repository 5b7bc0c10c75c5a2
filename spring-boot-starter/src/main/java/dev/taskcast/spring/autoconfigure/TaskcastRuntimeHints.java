package dev.taskcast.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image has to know of Taskcast: which files it reads, and what it finds by name. */
final class TaskcastRuntimeHints implements RuntimeHintsRegistrar {
    /** Called by Spring. */
    TaskcastRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        hints.resources().registerPattern("dev/taskcast/http/client/**"); // for browsers
        hints.resources().registerPattern("dev/taskcast/store/jdbc/**"); // SQL
        for (String driver : new String[] {"org.postgresql.PGConnection", "org.postgresql.PGNotification"}) {
            hints.reflection().registerTypeIfPresent(loader, driver, MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
