package dev.fresnel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules, held against every module of the source tree. */
class HouseTest {
    private static final House HOUSE = House.read(House.root());

    /** A rule that saw nothing would pass. */
    @Test
    void thereIsAHouse() {
        assertThat(HOUSE.classes().count()).isGreaterThan(200);
        assertThat(HOUSE.modules()).extracting(Module::path).contains("kernel/api", "kernel/spi", "kernel/launcher", "kernel/testing");
        assertThat(HOUSE.bundles().count()).isGreaterThanOrEqualTo(HOUSE.modules().stream().filter(module -> module.isBundle() && module.text("pom.xml").filter(pom -> !pom.contains("<packaging>pom")).isPresent()).count());
        assertThat(running().stream().filter(ClassRules::isComponent)).isNotEmpty();
    }

    private static List<JavaClass> running() {
        return HOUSE.bundles().flatMap(module -> module.classes().stream()).toList();
    }

    @Test
    void layers() {
        assertThat(ClassRules.layers(HOUSE)).isEmpty();
    }

    @Test
    void noCycles() {
        assertThat(ClassRules.cycles(HOUSE)).isEmpty();
    }

    @Test
    void aPackageBelongsToOneModule() {
        assertThat(ClassRules.splitPackages(HOUSE)).isEmpty();
    }

    @Test
    void componentsAreFinal() {
        assertThat(ClassRules.componentsAreFinal(running())).isEmpty();
    }

    @Test
    void namesAreOfTheDomain() {
        assertThat(ClassRules.names(HOUSE.classes().toList())).isEmpty();
    }

    @Test
    void noMutableStatics() {
        assertThat(ClassRules.mutableStatics(HOUSE.classes().toList())).isEmpty();
    }

    /** The platform changes with the process alone; what a plugin leaves behind would stay. */
    @Test
    void pluginsLeaveNothingInTheProcess() {
        assertThat(ClassRules.stickyThings(HOUSE.modules().stream().filter(Module::isPlugin).flatMap(module -> module.classes().stream()).toList())).isEmpty();
    }

    @Test
    void onlyAccessMakesPrincipals() {
        assertThat(ClassRules.principals(HOUSE)).isEmpty();
    }

    @Test
    void oneDoor() {
        assertThat(ClassRules.oneDoor(running())).isEmpty();
        if (HOUSE.modules().stream().anyMatch(module -> module.path().equals("bundles/live"))) {
            assertThat(running()).extracting(JavaClass::getSimpleName).contains("Gate", "Visible");
        }
    }

    @Test
    void theSymbolicNameIsTheFolder() {
        assertThat(ManifestRules.symbolicNames(HOUSE)).isEmpty();
    }

    @Test
    void pluginsWireToTheContractAlone() {
        assertThat(ManifestRules.pluginWiring(HOUSE)).isEmpty();
    }

    @Test
    void exportsOrComponents() {
        assertThat(ManifestRules.exportsOrComponents(HOUSE)).isEmpty();
    }

    @Test
    void exportsAreAnnotations() {
        assertThat(ManifestRules.writtenExports(HOUSE)).isEmpty();
    }

    @Test
    void jarsTellNothingOfTheirBuild() {
        assertThat(ManifestRules.tracesOfTheBuild(HOUSE)).isEmpty();
    }

    @Test
    void aPluginsPomIsShort() {
        assertThat(ManifestRules.pluginPoms(HOUSE)).isEmpty();
    }

    @Test
    void everyModuleExplainsItself() {
        assertThat(ManifestRules.readmes(HOUSE)).isEmpty();
    }
}
