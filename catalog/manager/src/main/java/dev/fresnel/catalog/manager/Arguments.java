package dev.fresnel.catalog.manager;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param config {@code plugins.yaml}
 * @param plugins the folder that servers watch
 * @param watch whether it goes on for ever
 * @param lock {@code plugins.lock}, shared by all replicas
 * @param status where the report goes
 * @param trust {@code trust.json}; empty = only what is pinned, or stands on this machine's disk if {@code unsigned}
 * @param outside how sources are reached
 * @param unsigned whether plugins from folders of this machine need nobody to vouch for them
 * @param metrics where {@code /metrics} and {@code /healthz} answer
 * @param interval between two looks at the file
 * @param refresh between two looks at the sources
 * @param patience how long {@code --once} tries what may pass
 */
record Arguments(
        Path config,
        Path plugins,
        boolean watch,
        Path lock,
        Path status,
        Optional<Path> trust,
        Outside outside,
        boolean unsigned,
        Optional<Address> metrics,
        Duration interval,
        Duration refresh,
        Duration patience) {
    static final String HELP = """
            Usage: fresnel manager --config FILE --plugins-dir DIR [--watch | --once] [FLAG…]

            Keeps a folder of plugins as FILE says: fetches, verifies, replaces in one step, takes away.
            What others put into the folder is left alone.

              --config FILE        plugins.yaml: plugins: [{name, source, version, sha256}], installOptions: {parallel, maxConcurrent}
              --plugins-dir DIR    the folder; the only place that is written to, unless told otherwise
              --watch              follow the file and the sources for ever (the default)
              --once               converge, then end: as an init container
              --lock FILE          plugins.lock with digests, one for all replicas (default: DIR/.fresnel/plugins.lock)
              --status FILE        report as JSON (default: DIR/.fresnel/status.json)
              --trust FILE         trust.json: keys of catalogs and publishers, pinned and revoked digests
              --credentials FILE   who we are to which host, in the form of Docker's config.json
              --ca FILE            further certificate authorities (PEM)
              --maven URL          repository for maven: sources that name none
              --proxy URL          HTTP proxy (default: HTTPS_PROXY and NO_PROXY of the environment)
              --allow-unsigned     plugins from folders of this machine need nobody to vouch for them
              --metrics [HOST:]N   answer /metrics and /healthz there (default: nowhere; host 127.0.0.1)
              --interval SECONDS   between two looks at the file (default 2)
              --refresh SECONDS    between two looks at the sources (default 300)
              --patience SECONDS   how long --once tries what may pass by itself (default 300)

            Ends with 0 when everything is as the file says, with 1 when --once did not get there, with 2 when it was misused.
            """;

    /** How sources are reached; what is empty has its default. */
    record Outside(Optional<Path> credentials, Optional<Path> authorities, Optional<String> maven, Optional<String> proxy) {}

    /** Where to listen. */
    record Address(String host, int port) {}

    /** Misuse, in one line. */
    static final class Misuse extends Exception {
        private static final long serialVersionUID = 1L;

        Misuse(String line) {
            super(line);
        }

        String line() {
            return String.valueOf(getMessage());
        }
    }

    static Arguments of(List<String> words) throws Misuse {
        return new Reader(words).read();
    }

    private static final class Reader {
        private final ArrayDeque<String> words;
        private Optional<Path> config = Optional.empty();
        private Optional<Path> plugins = Optional.empty();
        private Optional<Path> lock = Optional.empty();
        private Optional<Path> status = Optional.empty();
        private Optional<Path> trust = Optional.empty();
        private Optional<Path> credentials = Optional.empty();
        private Optional<Path> authorities = Optional.empty();
        private Optional<String> maven = Optional.empty();
        private Optional<String> proxy = Optional.empty();
        private Optional<Address> metrics = Optional.empty();
        private boolean once;
        private boolean watch;
        private boolean unsigned;
        private Duration interval = Duration.ofSeconds(2);
        private Duration refresh = Duration.ofSeconds(300);
        private Duration patience = Duration.ofSeconds(300);

        Reader(List<String> words) {
            this.words = new ArrayDeque<>(words);
        }

        Arguments read() throws Misuse {
            while (!words.isEmpty()) {
                take(words.remove());
            }
            if (once && watch) {
                throw new Misuse("--once and --watch exclude each other.");
            }
            Path folder = plugins.orElseThrow(() -> new Misuse("--plugins-dir is missing."));
            Path own = folder.resolve(Folder.OWN);
            return new Arguments(
                    config.orElseThrow(() -> new Misuse("--config is missing.")), folder, !once, lock.orElse(own.resolve("plugins.lock")),
                    status.orElse(own.resolve("status.json")), trust, new Outside(credentials, authorities, maven, proxy), unsigned, metrics, interval, refresh, patience);
        }

        private void take(String word) throws Misuse {
            int equals = word.indexOf('=');
            if (word.startsWith("--") && equals > 0) {
                words.addFirst(word.substring(equals + 1));
                take(word.substring(0, equals));
                return;
            }
            switch (word) {
                case "--once" -> once = true;
                case "--watch" -> watch = true;
                case "--allow-unsigned" -> unsigned = true;
                case "--config" -> config = path(word);
                case "--plugins-dir" -> plugins = path(word);
                case "--lock" -> lock = path(word);
                case "--status" -> status = path(word);
                case "--trust" -> trust = path(word);
                case "--credentials" -> credentials = path(word);
                case "--ca" -> authorities = path(word);
                case "--maven" -> maven = Optional.of(value(word));
                case "--proxy" -> proxy = Optional.of(value(word));
                case "--metrics" -> metrics = Optional.of(address(value(word)));
                case "--interval" -> interval = seconds(word);
                case "--refresh" -> refresh = seconds(word);
                case "--patience" -> patience = seconds(word);
                default -> throw new Misuse("There is no flag '" + word + "'; --help lists all.");
            }
        }

        private String value(String flag) throws Misuse {
            if (words.isEmpty() || words.peek().isEmpty()) {
                throw new Misuse(flag + " needs a value.");
            }
            return words.remove();
        }

        private Optional<Path> path(String flag) throws Misuse {
            return Optional.of(Path.of(value(flag)).toAbsolutePath().normalize());
        }

        private Duration seconds(String flag) throws Misuse {
            String text = value(flag);
            if (!text.matches("\\d{1,6}(\\.\\d{1,3})?")) {
                throw new Misuse(flag + " must be a number of seconds, not '" + text + "'.");
            }
            return Duration.ofMillis(Math.max(1, Math.round(Double.parseDouble(text) * 1000)));
        }

        private static Address address(String text) throws Misuse {
            int colon = text.lastIndexOf(':');
            String port = text.substring(colon + 1);
            if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
                throw new Misuse("--metrics must be a port or HOST:PORT, not '" + text + "'.");
            }
            return new Address(colon <= 0 ? "127.0.0.1" : text.substring(0, colon), Integer.parseInt(port));
        }
    }
}
