package dev.fresnel.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rules about manifests, poms and READMEs; each gives one sentence for each violation. */
final class ManifestRules {
    private static final int POM_LINES = 25;
    private static final int README_LINES = 60;
    private static final Pattern WRITTEN_EXPORT = Pattern.compile("(?m)^\\s*-?(Export-Package|exportcontents|-exportcontents)\\s*:");
    /** What it is stands in the text anyway, right below the title. */
    private static final List<Pattern> QUESTIONS = List.of(Pattern.compile("^# \\S.*\\R+\\S"), Pattern.compile("(?i)may( it)? import|## Needs"), Pattern.compile("(?i)lost (without|when)"));

    private static final List<String> BUILD_TRACES = List.of("Bnd-LastModified", "Built-By", "Build-Jdk");

    private ManifestRules() {}

    /** The last segment of the symbolic name is the folder; in catalog the floor's name stands before it. */
    static List<String> symbolicNames(House house) {
        return house.bundles().filter(module -> !module.clauses("Bundle-SymbolicName").getFirst().replaceAll(";.*", "").equals(expectedName(module))).map(module -> module.path() + " has the symbolic name " + module.header("Bundle-SymbolicName") + ", not " + expectedName(module)).toList();
    }

    private static String expectedName(Module module) {
        return "dev.fresnel." + (module.path().startsWith("catalog/") ? "catalog-" : "") + module.name();
    }

    /** An API package of a swappable bundle keeps old loaders alive; an optional import is wired or not by accident. */
    static List<String> pluginWiring(House house) {
        var violations = new ArrayList<String>();
        house.bundles().filter(Module::isPlugin).forEach(module -> {
            module.clauses("Import-Package").forEach(clause -> {
                var name = clause.replaceAll(";.*", "");
                if (clause.contains("resolution:=optional") || clause.contains("resolution:=\"optional\"")) {
                    violations.add(module.path() + " imports " + name + " optionally");
                }
                if (name.startsWith("dev.fresnel.") && !name.startsWith("dev.fresnel.api.") || name.startsWith("org.osgi.") || name.startsWith("com.fasterxml.")) {
                    violations.add(module.path() + " imports " + name + ", which is not of kernel/api");
                }
            });
            if (!module.header("Export-Package").isEmpty()) {
                violations.add(module.path() + " exports " + module.header("Export-Package"));
            }
            if (!module.header("DynamicImport-Package").isEmpty() || !module.header("Require-Bundle").isEmpty()) {
                violations.add(module.path() + " wires to bundles or to packages that nobody knows at build time");
            }
        });
        return violations;
    }

    /** A bundle exports API and has no components, or has components and exports nothing. */
    static List<String> exportsOrComponents(House house) {
        return house.bundles().filter(module -> !module.header("Export-Package").isEmpty() && !module.header("Service-Component").isEmpty()).map(module -> module.path() + " has components and exports " + module.header("Export-Package")).toList();
    }

    /** Exports are written by {@code @Export} on the package, never in a pom. */
    static List<String> writtenExports(House house) {
        return house.modules().stream().filter(module -> WRITTEN_EXPORT.matcher(module.text("pom.xml").orElse("") + "\n" + module.text("bnd.bnd").orElse("")).find()).map(module -> module.path() + " writes its exports by hand").toList();
    }

    /** What a jar tells of the machine and the hour of its build would make it another one each time. */
    static List<String> tracesOfTheBuild(House house) {
        var violations = new ArrayList<String>();
        house.bundles().forEach(module -> BUILD_TRACES.stream().filter(name -> !module.header(name).isEmpty()).forEach(name -> violations.add(module.path() + " has " + name + " in its manifest")));
        return violations;
    }

    static List<String> pluginPoms(House house) {
        return house.modules().stream().filter(Module::isPlugin).filter(module -> module.text("pom.xml").orElse("").lines().count() > POM_LINES).map(module -> module.path() + "/pom.xml has more than " + POM_LINES + " lines").toList();
    }

    static List<String> readmes(House house) {
        var violations = new ArrayList<String>();
        for (var module : house.modules()) {
            var text = module.text("README.md").orElse("");
            if (text.isEmpty()) {
                violations.add(module.path() + " has no README.md");
            } else if (text.lines().count() > README_LINES) {
                violations.add(module.path() + "/README.md is longer than a page");
            } else if (QUESTIONS.stream().anyMatch(question -> !question.matcher(text).find())) {
                violations.add(module.path() + "/README.md does not say what it is, what it may import and what is lost without it");
            }
        }
        return violations;
    }
}
