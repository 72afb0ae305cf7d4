package dev.fresnel.catalog.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param command list, search, info, …
 * @param words what follows it
 * @param folder of plugins, when the command works on one without a server
 * @param data folder of the server that is meant
 * @param sources where plugins come from, without a server
 */
record Request(
        String command,
        List<String> words,
        Optional<Path> folder,
        Path data,
        Optional<URI> server,
        Optional<Path> token,
        List<String> sources,
        Optional<Path> trust,
        Optional<Path> credentials,
        Optional<Path> authorities,
        Optional<String> maven,
        List<String> consent,
        boolean yes,
        boolean all,
        boolean json,
        boolean unsigned,
        boolean once,
        boolean offline) {
    static final String HELP = """
            Usage: fresnel plugin COMMAND [WORD…] [FLAG…]

              list                      plugins that are installed, and how they stand
              search [TEXT]             plugins that could be installed
              info ID                   one plugin: versions, trust, what it adds and asks for, why it does not fit
              install ID[@VERSION]…     install; VERSION may be a range such as [1.2,2); a file or an address works too
              update [ID…] [--all]      to the newest that fits
              rollback ID               back to the former build
              remove ID…                take away
              pin ID, unpin ID          keep this very build; let it move again
              verify [ID|FILE…]         digest, archive, signature and trust of what stands there
              new NAME [FOLDER]         a working plugin with tests, to begin with
              dev [FOLDER]              build it and put it into the running server, again after each change;
                                        --once: ends after one round; --offline: Maven asks no repository
              doctor                    what is wrong here, and what helps

            Without --plugins-dir the commands speak to the running server; with it they work on that folder, offline too.

              --plugins-dir DIR         work on this folder of plugins
              --data-dir DIR            of the server that is meant (default: $XDG_DATA_HOME/fresnel)
              --server URL --token-file FILE   another server, and a file with a token for it
              --source LOCATION         with --plugins-dir: folder, file, catalog URL, maven:…, oci:…; may be repeated
              --trust FILE              with --plugins-dir: trust.json; --allow-unsigned: folders of this machine need nobody to vouch
              --credentials FILE, --ca FILE, --maven URL   as in fresnel manager --help
              --consent A,B             grant these capabilities without being asked; --yes: do not ask about the plan
              --json                    for programs

            Exit code 0: done; 1: not done, and why; 2: misused.
            """;

    static Request of(List<String> words, Map<String, String> environment) {
        return new Reader(words, environment).read();
    }

    private static final class Reader {
        private final ArrayDeque<String> left;
        private final Map<String, String> environment;
        private final List<String> words = new ArrayList<>();
        private final List<String> sources = new ArrayList<>();
        private final List<String> consent = new ArrayList<>();
        private Optional<Path> folder = Optional.empty();
        private Optional<Path> data = Optional.empty();
        private Optional<URI> server = Optional.empty();
        private Optional<Path> token = Optional.empty();
        private Optional<Path> trust = Optional.empty();
        private Optional<Path> credentials = Optional.empty();
        private Optional<Path> authorities = Optional.empty();
        private Optional<String> maven = Optional.empty();
        private boolean yes;
        private boolean all;
        private boolean json;
        private boolean unsigned;
        private boolean once;
        private boolean offline;

        Reader(List<String> words, Map<String, String> environment) {
            this.left = new ArrayDeque<>(words);
            this.environment = environment;
        }

        Request read() {
            while (!left.isEmpty()) {
                take(left.remove());
            }
            if (words.isEmpty()) {
                throw Failure.misuse("say what to do: list, search, info, install, …; --help tells all.");
            }
            String command = words.removeFirst();
            return new Request(
                    command, List.copyOf(words), folder, data.orElseGet(this::standardData), server, token, List.copyOf(sources), trust, credentials, authorities, maven,
                    List.copyOf(consent), yes, all, json, unsigned, once, offline);
        }

        private Path standardData() {
            String set = environment.getOrDefault("FRESNEL_DATA_DIR", "");
            if (!set.isEmpty()) {
                return Path.of(set);
            }
            String shared = environment.getOrDefault("XDG_DATA_HOME", "");
            Path base = shared.startsWith("/") ? Path.of(shared) : Path.of(System.getProperty("user.home"), ".local/share");
            return base.resolve("fresnel");
        }

        private void take(String word) {
            if (!word.startsWith("--")) {
                words.add(word);
                return;
            }
            int equals = word.indexOf('=');
            if (equals > 0) {
                left.addFirst(word.substring(equals + 1));
                take(word.substring(0, equals));
                return;
            }
            switch (word) {
                case "--plugins-dir" -> folder = path(word);
                case "--data-dir" -> data = path(word);
                case "--server" -> server = Optional.of(address(value(word)));
                case "--token-file" -> token = path(word);
                case "--source" -> sources.add(value(word));
                case "--trust" -> trust = path(word);
                case "--credentials" -> credentials = path(word);
                case "--ca" -> authorities = path(word);
                case "--maven" -> maven = Optional.of(value(word));
                case "--consent" -> consent.addAll(List.of(value(word).split(",")));
                case "--yes" -> yes = true;
                case "--all" -> all = true;
                case "--json" -> json = true;
                case "--allow-unsigned" -> unsigned = true;
                case "--once" -> once = true;
                case "--offline" -> offline = true;
                default -> throw Failure.misuse("there is no flag '" + word + "'; --help lists all.");
            }
        }

        private String value(String flag) {
            if (left.isEmpty() || left.peek().isEmpty()) {
                throw Failure.misuse(flag + " needs a value.");
            }
            return left.remove();
        }

        private Optional<Path> path(String flag) {
            return Optional.of(Path.of(value(flag)).toAbsolutePath().normalize());
        }

        private static URI address(String text) {
            try {
                URI uri = URI.create(text.replaceFirst("/+$", ""));
                if (uri.getHost() != null) {
                    return uri;
                }
            } catch (IllegalArgumentException e) {
                // said below
            }
            throw Failure.misuse("--server must be an address such as http://127.0.0.1:8080, not '" + text + "'.");
        }
    }

    /** The one word that a command needs. */
    String only(String what) {
        if (words.size() != 1) {
            throw Failure.misuse(command + " needs " + what + ".");
        }
        return words.getFirst();
    }
}
