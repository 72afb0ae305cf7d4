package dev.fresnel.launcher;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code FRESNEL_*} variables. */
final class Environment {
    /** Variables of the start script and of the test runs. */
    private static final Set<String> NOT_OURS = Set.of("FRESNEL_HOME", "FRESNEL_JAVA_HOME", "FRESNEL_JAVA_OPTS", "FRESNEL_AOT", "FRESNEL_REQUIRE");

    /** Kubernetes puts these into every pod of a namespace that has a Service named fresnel. */
    private static final Pattern SERVICE_LINK = Pattern.compile("FRESNEL_(SERVICE_.*|PORT_\\d+_.*)");

    private Environment() {}

    static Map<Option, Entry> read(Map<String, String> variables) {
        var entries = new EnumMap<Option, Entry>(Option.class);
        variables.forEach((name, value) -> {
            if (name.startsWith("FRESNEL_") && !foreign(name, value)) {
                put(entries, name, value);
            }
        });
        return entries;
    }

    private static boolean foreign(String name, String value) {
        return NOT_OURS.contains(name)
                || name.startsWith("FRESNEL_TEST")
                || SERVICE_LINK.matcher(name).matches()
                || name.equals("FRESNEL_PORT") && value.contains("://");
    }

    private static void put(Map<Option, Entry> entries, String name, String value) {
        var key = name.substring("FRESNEL_".length()).toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        var option = Option.of(key);
        if (option.isPresent()) {
            entries.put(option.get(), new Entry(name, value));
            return;
        }
        var negated = negated(key).orElseThrow(() -> new Refusal("Unknown variable " + name + "; --help lists what there is."));
        entries.putIfAbsent(negated, new Entry(name, Settings.flag(new Entry(name, value)) ? "false" : "true"));
    }

    /** {@code no-watch-plugins}: the flag's own name is understood too. */
    static Optional<Option> negated(String key) {
        return key.startsWith("no-") ? Option.of(key.substring(3)).filter(Option::onByDefault) : Optional.empty();
    }
}
