package dev.taskcast.spring.autoconfigure;

import java.util.Objects;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether a parent of a context has a manager, with its store and its handlers. Then it is that of the context too: a second one would open
 * the store once more, and would end the parent's tasks with the child.
 */
final class ParentManages {
    /** The name of the handlers. Where there are some, there is all of it. */
    static final String BEAN = "taskHandlers";

    private ParentManages() {}

    static boolean of(HierarchicalBeanFactory beans) {
        BeanFactory parent = beans.getParentBeanFactory();
        return parent != null && parent.containsBean(BEAN);
    }

    /** For a context that is to have all of it. */
    static final class Not implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !of(Objects.requireNonNull(context.getBeanFactory()));
        }
    }
}
