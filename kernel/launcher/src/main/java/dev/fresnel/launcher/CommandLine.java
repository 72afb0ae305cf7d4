package dev.fresnel.launcher;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The flags, read but not yet judged.
 *
 * @param entries what was set
 * @param help whether {@code --help} was among them
 * @param version whether {@code --version} was among them
 * @param words what a command works on
 */
record CommandLine(Map<Option, Entry> entries, boolean help, boolean version, List<String> words) {

    static CommandLine of(List<String> args) {
        return of(args, false);
    }

    /** @param command whether words may stand among the flags */
    static CommandLine of(List<String> args, boolean command) {
        var words = new ArrayList<String>();
        var entries = new EnumMap<Option, Entry>(Option.class);
        var help = false;
        var version = false;
        for (var rest = args.iterator(); rest.hasNext(); ) {
            var arg = rest.next();
            switch (arg) {
                case "--help", "-h" -> help = true;
                case "--version" -> version = true;
                default -> {
                    if (command && !arg.startsWith("-")) {
                        words.add(arg);
                    } else {
                        read(arg, rest, entries);
                    }
                }
            }
        }
        return new CommandLine(entries, help, version, List.copyOf(words));
    }

    private static void read(String arg, java.util.Iterator<String> rest, Map<Option, Entry> entries) {
        if (!arg.startsWith("--")) {
            throw new Refusal("Unknown argument " + arg + "; --help lists what there is.");
        }
        int equals = arg.indexOf('=');
        var flag = equals < 0 ? arg : arg.substring(0, equals);
        var written = equals < 0 ? Optional.<String>empty() : Optional.of(arg.substring(equals + 1));
        var key = flag.substring(2);
        var option = Option.of(key).orElse(null);
        if (option == null) {
            var negated = key.startsWith("no-") ? Option.of(key.substring(3)) : Optional.<Option>empty();
            option = negated.filter(o -> o.form == Option.Form.SWITCH).orElseThrow(() -> unknown(flag));
            if (written.isPresent()) {
                throw new Refusal(flag + " takes no value.");
            }
            put(entries, option, new Entry(flag, "false"));
        } else if (option.form == Option.Form.SWITCH) {
            put(entries, option, new Entry(flag, written.orElse("true")));
        } else {
            put(entries, option, new Entry(flag, written.orElseGet(() -> next(flag, rest))));
        }
    }

    private static Refusal unknown(String flag) {
        return new Refusal("Unknown flag " + flag + "; --help lists what there is.");
    }

    private static String next(String flag, java.util.Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new Refusal(flag + " needs a value.");
        }
        return rest.next();
    }

    private static void put(Map<Option, Entry> entries, Option option, Entry entry) {
        var before = entries.get(option);
        if (before != null && option.form == Option.Form.LIST) {
            entries.put(option, new Entry(entry.source(), before.text() + "," + entry.text()));
        } else {
            entries.put(option, entry);
        }
    }
}
