package dev.fresnel.catalog.command;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a new plugin is called, and what follows from it.
 *
 * @param id {@code my-plugin}: its folder, its route, its name everywhere
 */
record PluginName(String id) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    /** Words of Java that no package may have in its name. */
    private static final Set<String> WORDS = Set.of(
            "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default", "do", "double", "else", "enum", "extends", "false", "final",
            "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int", "interface", "long", "native", "new", "null", "package", "private", "protected", "public",
            "return", "short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient", "true", "try", "void", "volatile", "while");

    /** @throws Failure with what a name must be */
    static PluginName of(String text) {
        if (!FORM.matcher(text).matches() || text.endsWith("-") || text.contains("--")) {
            throw Failure.misuse("'" + text + "' cannot be a plugin's name: 2 to 40 small letters, digits and single dashes, beginning with a letter, such as cost-report.");
        }
        if (WORDS.contains(text.replace("-", ""))) {
            throw Failure.misuse("'" + text + "' cannot be a plugin's name: it is a word of Java.");
        }
        return new PluginName(text);
    }

    /** {@code dev.fresnel.myplugin}. */
    String packageName() {
        return "dev.fresnel." + id.replace("-", "");
    }

    /** {@code MyPlugin}, with which the names of its classes begin. */
    String className() {
        return Arrays.stream(id.split("-")).map(PluginName::capital).collect(Collectors.joining());
    }

    /** {@code My plugin}. */
    String title() {
        return capital(id.replace('-', ' '));
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
