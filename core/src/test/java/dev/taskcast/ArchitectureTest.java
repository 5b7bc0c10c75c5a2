package dev.taskcast;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Instant;

/** The arrows between packages that are allowed, and what no main code does. */
@AnalyzeClasses(packages = "dev.taskcast", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule coreNeedsOnlyTheJdk = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "dev.taskcast..");

    @ArchTest
    static final ArchRule coreKnowsNoAdapter = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.taskcast.http..", "dev.taskcast.server..", "dev.taskcast.demo..");

    @ArchTest
    static final ArchRule logsGoToSystemLogger =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule timeIsInjected = noClasses()
            .that()
            .resideOutsideOfPackage("dev.taskcast.time..")
            .should()
            .accessTargetWhere(targetIs(Instant.class, "now"))
            .orShould()
            .accessTargetWhere(targetIs(System.class, "currentTimeMillis"))
            .orShould()
            .accessTargetWhere(targetIs(System.class, "nanoTime"))
            .orShould()
            .accessTargetWhere(targetIs(Thread.class, "sleep"));

    private static DescribedPredicate<JavaAccess<?>> targetIs(Class<?> owner, String name) {
        return targetOwner(type(owner)).and(target(name(name).forSubtype())).as("%s.%s", owner.getSimpleName(), name);
    }

    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }
}
