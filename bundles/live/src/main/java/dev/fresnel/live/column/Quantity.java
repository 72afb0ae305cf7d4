package dev.fresnel.live.column;

import java.math.BigDecimal;
import java.math.MathContext;

/** Kubernetes quantities: {@code 250m}, {@code 1.5Gi}, {@code 12e3}. */
final class Quantity {
    private static final String BINARY = "KMGTPE";

    private Quantity() {}

    /** Exactly, or null when the text is none. */
    static @org.jspecify.annotations.Nullable BigDecimal parse(String text) {
        int end = text.length();
        while (end > 0 && "numkKMGTPEi".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        try {
            BigDecimal factor = factor(text.substring(end));
            return factor == null || end == 0 || end > 40 ? null : new BigDecimal(text.substring(0, end)).multiply(factor, MathContext.DECIMAL64);
        } catch (NumberFormatException none) {
            return null;
        }
    }

    private static @org.jspecify.annotations.Nullable BigDecimal factor(String suffix) {
        return switch (suffix) {
            case "" -> BigDecimal.ONE;
            case "n" -> BigDecimal.valueOf(1, 9);
            case "u" -> BigDecimal.valueOf(1, 6);
            case "m" -> BigDecimal.valueOf(1, 3);
            case "k" -> BigDecimal.valueOf(1000);
            default -> {
                int power = BINARY.indexOf(suffix.charAt(0)) + 1;
                if (power == 0 || suffix.length() > 2 || suffix.length() == 2 && suffix.charAt(1) != 'i') {
                    yield null;
                }
                yield BigDecimal.valueOf(suffix.length() == 2 ? 1024 : 1000).pow(power);
            }
        };
    }
}
