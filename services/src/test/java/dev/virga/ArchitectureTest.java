package dev.virga;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What may import what. A module or package earns its place by forbidding an import.
@AnalyzeClasses(
        packages = {"dev.virga.wire", "dev.virga.kernel", "dev.virga.services", "dev.virga.store", "dev.virga.sandbox"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theKernelImportsNoService = noClasses()
            .that()
            .resideInAPackage("dev.virga.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.virga.services..");

    @ArchTest
    static final ArchRule servicesMeetOnlyThroughTheKernel =
            slices().matching("dev.virga.services.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule theWireImportsOnlyTheJdk = classes()
            .that()
            .resideInAPackage("dev.virga.wire..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.virga.wire..", "java..", "javax..", "jdk..", "org.jspecify..");

    @ArchTest
    static final ArchRule theSandboxImportsOnlyTheJdk = classes()
            .that()
            .resideInAPackage("dev.virga.sandbox..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.virga.sandbox..", "java..", "javax..", "jdk..", "org.jspecify..");

    @ArchTest
    static final ArchRule onlyTheStoreKnowsItsEngine = noClasses()
            .that()
            .resideOutsideOfPackage("dev.virga.store..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.rocksdb..");

    @ArchTest
    static final ArchRule onlyTablesKnowKeys = noClasses()
            .that()
            .resideInAPackage("dev.virga.services..")
            .and()
            .haveSimpleNameNotEndingWith("Table")
            .and()
            .haveSimpleNameNotEndingWith("Keys")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.virga.store.KeyBuilder")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.virga.store.KeyReader");

    @ArchTest
    static final ArchRule nothingStaticChanges =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static void aServicePackageHasOnePublicClass(JavaClasses all) {
        Map<String, List<String>> publicClasses = new TreeMap<>();
        for (JavaClass type : all) {
            boolean topLevel = type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC);
            if (type.getPackageName().startsWith("dev.virga.services.") && topLevel) {
                publicClasses.merge(type.getPackageName(), List.of(type.getSimpleName()), ArchitectureTest::both);
            }
        }
        publicClasses.forEach((name, types) ->
                assertThat(types).as("public classes of " + name).hasSize(1));
    }

    private static List<String> both(List<String> some, List<String> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
    }
}
