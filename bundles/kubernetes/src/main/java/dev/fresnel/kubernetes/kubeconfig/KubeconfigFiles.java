package dev.fresnel.kubernetes.kubeconfig;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which kubeconfig files count: the given ones, else those of {@code KUBECONFIG}, else {@code ~/.kube/config}. */
public final class KubeconfigFiles {
    private KubeconfigFiles() {}

    /**
     * @param given by flag, {@code ""} when not; may hold several like the variable
     * @param variable the value of {@code KUBECONFIG}, {@code ""} when not set
     * @param home the user's home folder
     */
    public static List<Path> of(String given, String variable, String home) {
        if (!given.isBlank()) {
            return split(given);
        }
        return variable.isBlank() ? List.of(Path.of(home, ".kube", "config")) : split(variable);
    }

    private static List<Path> split(String list) {
        return List.copyOf(Arrays.stream(list.split(File.pathSeparator))
                .filter(text -> !text.isBlank())
                .map(KubeconfigFiles::path)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static @Nullable Path path(String text) {
        try {
            return Path.of(text.strip()).toAbsolutePath();
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
