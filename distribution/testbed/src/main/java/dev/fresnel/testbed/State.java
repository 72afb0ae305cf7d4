package dev.fresnel.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What is written down about a cluster when it starts, so that it can be found and started again.
 *
 * @param outside a second folder, because nobody may not look into the first and because the path of a socket must be short
 * @param flags more flags of the API server
 */
record State(int port, int nodes, boolean bare, boolean exec, Path outside, List<String> flags) {
    private static final String FILE = "testbed.properties";

    /** Turns a wish into ports that are free, the ones of the last time where possible. */
    static State choose(Wish wish, Optional<State> before) {
        int wanted = wish.port().or(() -> before.map(State::port).filter(port -> new Ports(port).taken().isEmpty()))
                .orElseGet(() -> Ports.free(wish.lowest()).api());
        List<String> taken = new Ports(wanted).taken();
        if (!taken.isEmpty()) {
            throw new TestbedFailure("another process listens on port " + String.join(", ", taken)
                    + "; choose another row with --port, or none to take the next free one");
        }
        return new State(wanted, wish.nodes(), wish.bare(), wish.exec(),
                before.map(State::outside).filter(Files::isDirectory).orElseGet(State::newFolder), wish.flags());
    }

    /** Where commands "in containers" run: anybody may come in and write. */
    Path execFolder() {
        return outside.resolve("exec");
    }

    /** The socket of the API server's way to the nodes. */
    Path socket() {
        return outside.resolve("egress");
    }

    private static Path newFolder() {
        try {
            Path folder = Folders.permitted(Files.createTempDirectory("fresnel-testbed-"), "rwx--x--x");
            Folders.permitted(folder.resolve("exec"), "rwxrwxrwx");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<State> read(Path folder) {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(folder.resolve(FILE))) {
            properties.load(in);
            return Optional.of(new State(Integer.parseInt(properties.getProperty("port")), Integer.parseInt(properties.getProperty("nodes")),
                    Boolean.parseBoolean(properties.getProperty("bare")), Boolean.parseBoolean(properties.getProperty("exec")),
                    Path.of(properties.getProperty("outside")), properties.getProperty("flags", "").lines().toList()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    void write(Path folder) {
        Properties properties = new Properties();
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("nodes", Integer.toString(nodes));
        properties.setProperty("bare", Boolean.toString(bare));
        properties.setProperty("exec", Boolean.toString(exec));
        properties.setProperty("outside", outside.toString());
        properties.setProperty("flags", String.join("\n", flags));
        try (var out = Files.newBufferedWriter(folder.resolve(FILE))) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
