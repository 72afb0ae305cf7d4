package dev.fresnel.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** What is written down about a cluster when it starts, so that it can be found and started again. */
record State(int port, int nodes, boolean bare, boolean exec, Path execFolder) {
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
                before.map(State::execFolder).filter(Files::isDirectory).orElseGet(State::newExecFolder));
    }

    /** Outside the state folder, for nobody may not look into that. */
    private static Path newExecFolder() {
        try {
            return Folders.permitted(Files.createTempDirectory("fresnel-testbed-"), "rwxrwxrwx");
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
                    Path.of(properties.getProperty("execFolder"))));
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
        properties.setProperty("execFolder", execFolder.toString());
        try (var out = Files.newBufferedWriter(folder.resolve(FILE))) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
