package dev.fresnel.testbed;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The people of a test cluster, each named by what the API server lets them do. */
public enum User {
    /** Everything: group system:masters. */
    ADMIN("system:masters"),
    /** ClusterRole edit in namespace dev, nothing elsewhere. */
    DEV("devs"),
    /** ClusterRole view everywhere, which leaves out Secrets. */
    VIEWER(""),
    /** Nothing beyond what every logged-in user may: discovery and questions about oneself. */
    NOBODY("");

    private final String group;

    User(String group) {
        this.group = group;
    }

    /** The name as in a kubeconfig or on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String group() {
        return group;
    }

    /** The user with this {@link #word()}. */
    public static User of(String word) {
        return Arrays.stream(values()).filter(user -> user.word().equals(word)).findFirst()
                .orElseThrow(() -> new TestbedFailure("no user '" + word + "'; there are "
                        + Arrays.stream(values()).map(User::word).collect(Collectors.joining(", "))));
    }
}
