package dev.taskcast;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the packages of every module. */
public abstract class ModuleShape {
    private static final String OURS = "dev.taskcast.";

    private final Path root;
    private final JavaClasses classes;

    /**
     * Of a module.
     *
     * @param any one of its classes
     */
    protected ModuleShape(Class<?> any) {
        try {
            root = Path.of(
                    any.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        classes = new ClassFileImporter().importPath(root);
    }

    /** The classes of the module, without its tests. */
    protected final JavaClasses allClasses() {
        return classes;
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(classes);
    }

    /** They have narrow ports: {@code Backend}, {@code ReadableLog}, {@code Positions}. */
    @Test
    void onlyCoreKnowsWhatIsBehindItsPorts() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.taskcast", "dev.taskcast.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.taskcast.engine..")
                .check(classes);
        if (classes.stream().noneMatch(type -> type.getPackageName().equals("dev.taskcast.engine"))) {
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("dev.taskcast.log.EventLog")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("dev.taskcast.dispatch.Dispatch")
                    .check(classes);
        }
    }

    /** What users can call takes and gives only what users can name. The compiler can be told to let that pass. */
    @Test
    void whatIsExportedShowsOnlyWhatIsExported() throws IOException {
        Set<String> exported = exportedToAll();
        List<String> hidden = classes.stream()
                .filter(type -> exported.contains(type.getPackageName()) && isShown(type))
                .flatMap(ModuleShape::shown)
                .filter(shown -> shown.type().getName().startsWith(OURS)
                        && !exported.contains(shown.type().getPackageName()))
                .map(shown -> shown.where() + " shows " + shown.type().getName())
                .toList();
        assertThat(hidden).isEmpty();
    }

    private record Shown(String where, JavaClass type) {}

    private static Stream<Shown> shown(JavaClass type) {
        Stream<Shown> above = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
                .flatMap(each -> shown(type.getName(), each));
        Stream<Shown> fields = type.getFields().stream()
                .filter(field -> isShown(field.getModifiers()))
                .flatMap(ModuleShape::shown);
        Stream<Shown> code = type.getCodeUnits().stream()
                .filter(unit -> isShown(unit.getModifiers())
                        && !unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                        && !unit.getModifiers().contains(JavaModifier.BRIDGE))
                .flatMap(ModuleShape::shown);
        return Stream.of(above, fields, code).flatMap(each -> each);
    }

    private static Stream<Shown> shown(JavaField field) {
        return shown(field.getFullName(), field.getType());
    }

    private static Stream<Shown> shown(JavaCodeUnit unit) {
        return Stream.of(
                        unit.getParameterTypes().stream(),
                        Stream.of(unit.getReturnType()),
                        unit.getExceptionTypes().stream())
                .flatMap(each -> each)
                .flatMap(type -> shown(unit.getFullName(), type));
    }

    private static Stream<Shown> shown(String where, JavaType type) {
        return type.getAllInvolvedRawTypes().stream().map(raw -> new Shown(where, raw.getBaseComponentType()));
    }

    private static boolean isShown(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isShown(JavaClass type) {
        return isShown(type.getModifiers())
                && type.getEnclosingClass().map(ModuleShape::isShown).orElse(true);
    }

    private static Set<String> exportedToAll() throws IOException {
        Set<String> exported = new HashSet<>();
        for (URL url : Collections.list(ModuleShape.class.getClassLoader().getResources("module-info.class"))) {
            try (InputStream in = url.openStream()) {
                ModuleDescriptor module = ModuleDescriptor.read(in);
                module.exports().stream()
                        .filter(each -> !each.isQualified())
                        .forEach(each -> exported.add(each.source()));
            }
        }
        return exported;
    }

    /** {@code DESIGN.md} shows the packages as they are. With {@code -Dtaskcast.draw} it is made to. */
    @Test
    void theDrawingShowsThePackages() throws IOException {
        Path info = root.resolve("module-info.class");
        if (!Files.exists(info)) {
            return; // nobody builds on it
        }
        try (InputStream in = Files.newInputStream(info)) {
            Drawing drawing = new Drawing(ModuleDescriptor.read(in), arrows());
            if (System.getProperty("taskcast.draw") != null) {
                drawing.draw();
            }
            assertThat(drawing.drawn())
                    .as("What DESIGN.md shows of this module. CONTRIBUTING.md says how it is drawn anew")
                    .isEqualTo(drawing.toString());
        }
    }

    private Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new HashMap<>();
        for (JavaClass type : classes) {
            Set<String> used = arrows.computeIfAbsent(type.getPackageName(), made -> new HashSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(each -> each.getTargetClass().getBaseComponentType())
                    .filter(each -> classes.contain(each.getName()))
                    .forEach(each -> used.add(each.getPackageName()));
            used.remove(type.getPackageName());
        }
        arrows.remove(""); // the module itself
        return arrows;
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
