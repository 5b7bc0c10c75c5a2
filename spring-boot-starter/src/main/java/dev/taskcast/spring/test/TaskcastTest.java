package dev.taskcast.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of tasks and nothing else: of the application's components those with methods that handle tasks, a manager in memory, the
 * submitters, and a {@link dev.taskcast.tester.TaskcastTester}, which says when handlers begin and moves the clock. What the handlers need
 * beside that comes from {@code @Import} or {@code @MockitoBean}.
 *
 * <pre>{@code
 * @TaskcastTest
 * class ReportsTest {
 *     @Autowired TaskcastTester tester;
 *     @Autowired TaskSubmitter<ReportOrder, Report> reports;
 *
 *     @Test
 *     void aReportIsBuilt() {
 *         String id = reports.submit(new ReportOrder("ann")).id();
 *         assertThat(tester.run(id).status()).isEqualTo(TaskStatus.COMPLETED);
 *     }
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(TaskcastTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(TaskcastTypeExcludeFilter.class)
@ImportAutoConfiguration
public @interface TaskcastTest {
    /**
     * Properties of the test's environment.
     *
     * @return {@code name=value}; {@code taskcast.test.held=false} has handlers begin by themselves
     */
    String[] properties() default {};

    /**
     * Whether components with methods that handle tasks, and customizers of the manager, are found.
     *
     * @return true by default
     */
    boolean useDefaultFilters() default true;

    /**
     * Which components are found beside them.
     *
     * @return none by default
     */
    Filter[] includeFilters() default {};

    /**
     * Which components are not found.
     *
     * @return none by default
     */
    Filter[] excludeFilters() default {};
}
