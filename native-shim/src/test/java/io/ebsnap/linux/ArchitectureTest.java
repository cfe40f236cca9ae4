package io.ebsnap.linux;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.ebsnap.linux.foreign.ForeignCryptoki;
import io.ebsnap.linux.jnr.JnrLinux;

@AnalyzeClasses(packages = "io.ebsnap.linux", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String FACE = "io.ebsnap.linux";
    private static final String BINDINGS = "io.ebsnap.linux.jnr";
    private static final String MODULES = "io.ebsnap.linux.foreign";
    private static final String READERS = "io.ebsnap.linux.sysfs";
    private static final String[] CODECS = {"io.ebsnap.linux.fuse", "io.ebsnap.linux.netlink"};

    @ArchTest
    static final ArchRule theFaceKnowsNothingBehindIt = noClasses()
            .that()
            .resideInAPackage(FACE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BINDINGS, MODULES, READERS, CODECS[0], CODECS[1]);

    @ArchTest
    static final ArchRule onlyTheBindingsReachNativeCode = noClasses()
            .that()
            .resideOutsideOfPackage(BINDINGS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jnr..");

    @ArchTest
    static final ArchRule onlyTheBindingOfModulesCallsAddresses = noClasses()
            .that()
            .resideOutsideOfPackage(MODULES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule theOneWayIntoTheBindingOfModulesIsForeignCryptoki = classes()
            .that(resideInAPackage(MODULES))
            .and()
            .areTopLevelClasses()
            .and()
            .doNotBelongToAnyOf(ForeignCryptoki.class)
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule theOneWayIntoTheBindingsIsJnrLinux = classes()
            .that(resideInAPackage(BINDINGS))
            .and()
            .areTopLevelClasses()
            .and()
            .doNotBelongToAnyOf(JnrLinux.class)
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule theReadersKnowNoBindings = noClasses()
            .that()
            .resideInAPackage(READERS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BINDINGS);

    @ArchTest
    static final ArchRule theCodecsKnowNeitherBindingsNorReaders = noClasses()
            .that()
            .resideInAnyPackage(CODECS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BINDINGS, READERS);
}
