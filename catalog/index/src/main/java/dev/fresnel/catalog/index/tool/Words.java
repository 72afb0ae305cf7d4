package dev.fresnel.catalog.index.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words of one command line: options with values, and the rest. */
final class Words {
    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final List<String> rest = new ArrayList<>();

    /** What was asked for cannot be understood; one line for the person. */
    static final class Misuse extends Exception {
        private static final long serialVersionUID = 1L;

        Misuse(String message) {
            super(message);
        }
    }

    /** @param known options, without their hyphens */
    Words(List<String> words, Set<String> known) throws Misuse {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                rest.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = word.substring(2, equals < 0 ? word.length() : equals);
            if (!known.contains(name)) {
                throw new Misuse("there is no option --" + name + " here; it has: " + String.join(", ", known.stream().sorted().map(one -> "--" + one).toList()));
            }
            if (equals < 0 && i + 1 == words.size()) {
                throw new Misuse("--" + name + " needs a value");
            }
            options.computeIfAbsent(name, one -> new ArrayList<>()).add(equals < 0 ? words.get(++i) : word.substring(equals + 1));
        }
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name)).map(List::getLast);
    }

    List<String> all(String name) {
        return options.getOrDefault(name, List.of());
    }

    String needed(String name) throws Misuse {
        return option(name).orElseThrow(() -> new Misuse("--" + name + " is missing"));
    }

    List<String> rest() {
        return rest;
    }

    /** Exactly this many words that are no options. */
    List<String> rest(int count, String meaning) throws Misuse {
        if (rest.size() != count) {
            throw new Misuse("needs " + meaning);
        }
        return rest;
    }
}
