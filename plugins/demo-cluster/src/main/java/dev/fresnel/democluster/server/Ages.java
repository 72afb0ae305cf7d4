package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Durations in the words of kubectl: {@code 42s}, {@code 5m30s}, {@code 3h}, {@code 12d}. */
final class Ages {
    private Ages() {}

    static String since(JsonNode time, Instant now) {
        if (!time.isTextual()) {
            return "<unknown>";
        }
        try {
            return human(Duration.between(Instant.parse(time.asText()), now));
        } catch (DateTimeParseException e) {
            return "<unknown>";
        }
    }

    static String human(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 0) {
            return "0s";
        }
        if (seconds < 120) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return seconds % 60 == 0 ? minutes + "m" : minutes + "m" + seconds % 60 + "s";
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 8) {
            return minutes % 60 == 0 ? hours + "h" : hours + "h" + minutes % 60 + "m";
        }
        if (hours < 48) {
            return hours + "h";
        }
        long days = hours / 24;
        if (hours < 192) {
            return hours % 24 == 0 ? days + "d" : days + "d" + hours % 24 + "h";
        }
        if (hours < 24 * 365 * 2) {
            return days + "d";
        }
        long years = hours / (24 * 365);
        return hours < 24 * 365 * 8 && hours / 24 % 365 != 0 ? years + "y" + hours / 24 % 365 + "d" : years + "y";
    }
}
