package dev.taskcast;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The arrows between packages that are allowed, and what no main code does. */
class ArchitectureTest extends ModuleShape {
    ArchitectureTest() {
        super(TaskManager.class);
    }

    @Test
    void coreNeedsOnlyTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "dev.taskcast..")
                .check(allClasses());
    }

    @Test
    void coreKnowsNoAdapter() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.taskcast.http..", "dev.taskcast.server..", "dev.taskcast.demo..")
                .check(allClasses());
    }

    @Test
    void logsGoToSystemLogger() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(allClasses());
    }

    @Test
    void timeIsInjected() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.taskcast.time..")
                .should()
                .accessTargetWhere(targetIs(Instant.class, "now"))
                .orShould()
                .accessTargetWhere(targetIs(System.class, "currentTimeMillis"))
                .orShould()
                .accessTargetWhere(targetIs(System.class, "nanoTime"))
                .orShould()
                .accessTargetWhere(targetIs(Thread.class, "sleep"))
                .check(allClasses());
    }

    private static DescribedPredicate<JavaAccess<?>> targetIs(Class<?> owner, String name) {
        return targetOwner(type(owner)).and(target(name(name).forSubtype())).as("%s.%s", owner.getSimpleName(), name);
    }
}
