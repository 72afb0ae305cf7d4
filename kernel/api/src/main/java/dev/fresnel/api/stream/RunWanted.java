package dev.fresnel.api.stream;

import dev.fresnel.api.kube.ObjectRef;
import java.util.List;

/**
 * What to run in a container, or what to attach to.
 *
 * @param pod the pod
 * @param container {@code ""} = its default one
 * @param command program and arguments; none = what runs there already
 * @param stdin whether it gets input
 * @param tty whether it talks to a terminal; output and errors are one then
 * @param columns width of the terminal, 0 = not known
 * @param rows height of the terminal, 0 = not known
 */
public record RunWanted(ObjectRef pod, String container, List<String> command, boolean stdin, boolean tty, int columns, int rows) {
    public RunWanted {
        command = List.copyOf(command);
    }

    /** A program that reads its input to the end, answers and ends. */
    public static RunWanted program(ObjectRef pod, String container, List<String> command) {
        return new RunWanted(pod, container, command, true, false, 0, 0);
    }

    /** A program, or what runs already, at a terminal. */
    public static RunWanted terminal(ObjectRef pod, String container, List<String> command, int columns, int rows) {
        return new RunWanted(pod, container, command, true, true, columns, rows);
    }

    /** Whether it looks at what runs already. */
    public boolean attach() {
        return command.isEmpty();
    }
}
