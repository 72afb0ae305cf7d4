package dev.fresnel.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All modules of the source tree. */
final class House {
    private static final List<String> FLOORS = List.of("kernel", "bundles", "plugins", "catalog", "distribution");

    private final List<Module> modules;
    private final Map<String, Module> owners = new HashMap<>();

    House(List<Module> modules) {
        this.modules = List.copyOf(modules);
        modules.forEach(module -> module.classes().forEach(type -> owners.put(type.getName(), module)));
    }

    static House read(Path root) {
        return new House(FLOORS.stream().map(root::resolve).filter(Files::isDirectory).flatMap(House::folders).filter(House::isModule).map(folder -> Module.read(root, folder)).toList());
    }

    private static Stream<Path> folders(Path floor) {
        try (var folders = Files.list(floor)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isModule(Path folder) {
        return Files.exists(folder.resolve("pom.xml")) || Files.exists(folder.resolve("package.json"));
    }

    static Path root() {
        return Path.of("../..").toAbsolutePath().normalize();
    }

    List<Module> modules() {
        return modules;
    }

    Stream<Module> bundles() {
        return modules.stream().filter(Module::isBundle).filter(module -> module.manifest().isPresent());
    }

    Stream<JavaClass> classes() {
        return modules.stream().flatMap(module -> module.classes().stream());
    }

    Optional<Module> owner(JavaClass type) {
        return Optional.ofNullable(owners.get(type.getBaseComponentType().getName()));
    }
}
