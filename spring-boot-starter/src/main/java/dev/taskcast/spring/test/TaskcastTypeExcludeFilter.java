package dev.taskcast.spring.test;

import dev.taskcast.spring.HandlesTask;
import dev.taskcast.spring.TaskManagerCustomizer;
import java.io.IOException;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Leaves out all components but those that have to do with tasks. */
final class TaskcastTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<TaskcastTest> {
    /** Called by Spring. */
    TaskcastTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return Set.of(TaskManagerCustomizer.class);
    }

    @Override
    protected boolean defaultInclude(MetadataReader component, MetadataReaderFactory readers) throws IOException {
        return component.getAnnotationMetadata().hasAnnotatedMethods(HandlesTask.class.getName())
                || super.defaultInclude(component, readers);
    }
}
