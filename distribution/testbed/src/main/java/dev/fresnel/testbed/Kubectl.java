package dev.fresnel.testbed;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The real kubectl as one user of a cluster.
 *
 * @param program kubectl of a version that fits the cluster
 */
public record Kubectl(Path program, Path kubeconfig) {

    /** Runs {@code kubectl ARGUMENTS}; how it ended is part of the answer. */
    public Command.Outcome run(String... arguments) {
        return command(arguments).run();
    }

    /** Runs {@code kubectl ARGUMENTS} and gives what it printed; anything but success is a failure. */
    public String out(String... arguments) {
        return run(arguments).orFail("kubectl " + String.join(" ", arguments)).out();
    }

    /** Applies objects given as YAML or JSON text. */
    public void apply(String text) {
        command("apply", "--server-side", "--force-conflicts", "-f", "-").input(text).run().orFail("kubectl apply");
    }

    /** The same as a command that can be given an input and a time limit. */
    public Command command(String... arguments) {
        return new Command(Command.line(program, Stream.concat(Stream.of("--kubeconfig=" + kubeconfig), List.of(arguments).stream()).toList()));
    }
}
