package dev.fresnel.launcher;

/** What {@code --help} prints. */
final class Help {
    private Help() {}

    static String text() {
        var text = new StringBuilder("""
                Usage: fresnel [FLAG…]
                       fresnel kubeconfig [CLUSTER]   prints a kubeconfig that reaches a cluster (or all) through the running server
                       fresnel open                   opens the running server in a browser, by a fresh link that it prints

                Shows Kubernetes clusters in a browser. A flag wins over its environment variable,
                that over the same key in fresnel.yaml (port: 8080), that over the default.

                """);
        for (var option : Option.values()) {
            text.append("  %-34s %s%n".formatted(option.flag() + (option.hint.isEmpty() ? "" : " " + option.hint), meaning(option)));
            text.append("  %-34s %s%n".formatted("", option.variable() + (option.onByDefault() ? "=false" : "")));
        }
        text.append("  %-34s %s%n".formatted("--help, -h", "print this"));
        text.append("  %-34s %s%n".formatted("--version", "print the version"));
        text.append("""

                FRESNEL_JAVA_HOME names the JDK (25 or later), FRESNEL_JAVA_OPTS adds flags for it,
                FRESNEL_AOT=off keeps it from writing and using a class cache in the data folder.
                """);
        return text.toString();
    }

    private static String meaning(Option option) {
        var meaning = option.onByDefault() ? "do not " + option.meaning : option.meaning;
        return switch (option.form) {
            case SWITCH -> meaning;
            default -> option.standard.isEmpty() ? meaning : meaning + " (default " + option.standard + ")";
        };
    }
}
