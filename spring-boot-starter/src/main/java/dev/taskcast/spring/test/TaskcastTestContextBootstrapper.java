package dev.taskcast.spring.test;

import java.util.stream.Stream;
import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** The environment of a {@link TaskcastTest}: whatever the application says, tasks are kept in memory. */
class TaskcastTestContextBootstrapper extends TestSliceTestContextBootstrapper<TaskcastTest> {
    @Override
    protected String[] getProperties(Class<?> testClass) {
        String[] own = super.getProperties(testClass);
        return Stream.concat(Stream.of("taskcast.store.type=memory"), own == null ? Stream.empty() : Stream.of(own))
                .toArray(String[]::new);
    }
}
