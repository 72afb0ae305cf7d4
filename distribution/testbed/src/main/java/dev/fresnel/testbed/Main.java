package dev.fresnel.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The command {@code testbed}. */
public final class Main {
    private final Deque<String> arguments;
    private Path folder = Testbed.usual().folder();

    private Main(List<String> arguments) {
        this.arguments = new ArrayDeque<>(arguments);
    }

    public static void main(String[] arguments) {
        try {
            new Main(List.of(arguments)).run();
        } catch (Usage e) {
            System.err.println("testbed: " + e.getMessage() + " (testbed --help lists what there is)");
            System.exit(2);
        } catch (TestbedFailure e) {
            System.err.println("testbed: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() {
        String word = arguments.isEmpty() ? "--help" : arguments.poll();
        switch (word) {
            case "build" -> build();
            case "up" -> up();
            case "down" -> down();
            case "kubeconfig" -> kubeconfig();
            case "kubectl" -> kubectl();
            case "status" -> status();
            case "load" -> load();
            case "--help", "-h", "help" -> System.out.print(Kubelets.text("help.txt"));
            default -> throw new Usage("no command '" + word + "'");
        }
    }

    private void build() {
        end();
        new Binaries().ensure();
        System.out.println("ready: " + testbed().kubectl(User.ADMIN).program().getParent());
    }

    private void kubectl() {
        end();
        System.out.println(testbed().kubectl(User.ADMIN).program());
    }

    private void up() {
        Wish wish = Wish.usual();
        for (Optional<String> option = option(); option.isPresent(); option = option()) {
            wish = switch (option.get()) {
                case "--nodes" -> wish.withNodes(number("--nodes", 0, 250));
                case "--bare" -> wish.asBare();
                case "--port" -> wish.withPort(number("--port", 1024, 65_000));
                default -> throw new Usage("no option '" + option.get() + "'");
            };
        }
        long start = System.nanoTime();
        testbed().up(wish);
        System.out.printf("up at %s after %.1f s; export KUBECONFIG=%s%n", testbed().server(), (System.nanoTime() - start) / 1e9,
                testbed().kubeconfig(User.ADMIN));
    }

    private void down() {
        boolean wipe = false;
        for (Optional<String> option = option(); option.isPresent(); option = option()) {
            wipe = switch (option.get()) {
                case "--wipe" -> true;
                default -> throw new Usage("no option '" + option.get() + "'");
            };
        }
        testbed().down(wipe);
        System.out.println("down: " + folder + (wipe ? " (removed)" : ""));
    }

    private void kubeconfig() {
        Optional<String> user = option();
        end();
        Path file = user.filter("admin-cert"::equals).isPresent() ? testbed().certificateKubeconfig()
                : testbed().kubeconfig(user.map(User::of).orElse(User.ADMIN));
        try {
            System.out.print(Files.readString(file));
        } catch (java.nio.file.NoSuchFileException e) {
            throw new TestbedFailure("no testbed in " + folder + " yet: start it with 'testbed up'", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void status() {
        end();
        testbed().status().forEach(System.out::println);
        if (!testbed().running()) {
            throw new TestbedFailure("not running in " + folder);
        }
        System.out.println(testbed().server() + "  " + folder);
    }

    private void load() {
        PodLoad.Size size = PodLoad.Size.usual();
        for (Optional<String> option = option(); option.isPresent(); option = option()) {
            size = switch (option.get()) {
                case "--pods" -> size.withPods(number("--pods", 1, 200_000));
                case "--namespaces" -> size.withNamespaces(number("--namespaces", 1, 5_000));
                case "--nodes" -> size.withNodes(number("--nodes", 1, 5_000));
                case "--workloads" -> size.withWorkloads(number("--workloads", 0, 20_000));
                case "--seed" -> size.withSeed(number("--seed", 0, Integer.MAX_VALUE));
                default -> throw new Usage("no option '" + option.get() + "'");
            };
        }
        System.out.println(testbed().load(size));
    }

    private Testbed testbed() {
        return Testbed.at(folder);
    }

    /** The next word that is not {@code --dir}, which every command takes. */
    private Optional<String> option() {
        while ("--dir".equals(arguments.peek())) {
            arguments.poll();
            folder = Path.of(value("--dir"));
        }
        return Optional.ofNullable(arguments.poll());
    }

    private void end() {
        option().ifPresent(word -> {
            throw new Usage("'" + word + "' is one word too many");
        });
    }

    private String value(String option) {
        return Optional.ofNullable(arguments.poll()).orElseThrow(() -> new Usage(option + " needs a value"));
    }

    private int number(String option, int least, int most) {
        String text = value(option);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        throw new Usage(option + " needs a number from " + least + " to " + most + ", not '" + text + "'");
    }

    /** The command was called in a way that it does not have. */
    private static final class Usage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Usage(String message) {
            super(message);
        }
    }
}
