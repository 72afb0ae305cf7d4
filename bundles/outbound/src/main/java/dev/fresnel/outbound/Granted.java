package dev.fresnel.outbound;

import java.util.List;
import java.util.Locale;

/**
 * Hosts that a plugin may reach, as its {@code plugin.json} asks.
 *
 * @param patterns {@code api.example.org}, {@code *.example.org}, {@code *}
 */
record Granted(List<String> patterns) {
    boolean covers(String host) {
        return covers(patterns, host);
    }

    static boolean covers(List<String> patterns, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).anyMatch(pattern -> pattern.equals("*")
                || pattern.equals(name)
                || pattern.startsWith("*.") && name.endsWith(pattern.substring(1)) && name.length() > pattern.length() - 1);
    }
}
