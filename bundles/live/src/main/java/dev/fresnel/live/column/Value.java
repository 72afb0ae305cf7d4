package dev.fresnel.live.column;

import dev.fresnel.live.store.HumanTime;
import dev.fresnel.live.store.Row;

/**
 * What a cell means when rows are ordered by it: numbers, fractions and quantities by size, times by time, else text.
 *
 * @param rank numbers before text; {@link #NONE} is last whichever way one sorts
 */
public record Value(int rank, double number, String text) {
    public static final Value NONE = new Value(9, 0, "");
    private static final int NUMBER = 0;
    private static final int RUNNING = 1;
    private static final int TEXT = 5;
    private static final String BINARY = "KMGTPE";

    /** Ascending; an absent value is not compared here. */
    public int compare(Value other) {
        int byRank = Integer.compare(rank, other.rank);
        if (byRank != 0) {
            return byRank;
        }
        int byNumber = Double.compare(number, other.number);
        return byNumber != 0 ? byNumber : text.compareTo(other.text);
    }

    /** Of one cell of the Table. */
    static Value cell(Row row, int index) {
        String text = row.still(index);
        if (row.timely(index)) {
            long began = row.began(index);
            if (began > 0) {
                return new Value(RUNNING, -began, "");
            }
            long span = HumanTime.parse(text);
            return span >= 0 ? number(span) : parse(text);
        }
        return parse(text);
    }

    /** Something that began then, epoch ms: what is youngest comes first. */
    public static Value since(long began) {
        return began > 0 ? new Value(RUNNING, -began, "") : NONE;
    }

    public static Value number(double number) {
        return new Value(NUMBER, number, "");
    }

    public static Value text(String text) {
        return new Value(TEXT, 0, text);
    }

    /** Of {@code 3}, {@code 3 (5m ago)}, {@code 1/2}, {@code 250m}, {@code 1.5Gi}, {@code 82%} the number, else the text. */
    public static Value parse(String cell) {
        if (cell.isEmpty() || cell.equals("<none>") || cell.equals("<unset>") || cell.equals("<unknown>")) {
            return NONE;
        }
        int end = digits(cell, 0);
        if (end == 0) {
            return text(cell);
        }
        double number;
        try {
            number = Double.parseDouble(cell.substring(0, end));
        } catch (NumberFormatException none) {
            return text(cell);
        }
        String rest = cell.substring(end);
        if (rest.isEmpty() || rest.startsWith(" (") || rest.equals("%")) {
            return number(number);
        }
        if (rest.charAt(0) == '/' && rest.length() > 1 && digits(rest, 1) == rest.length() && rest.indexOf('.') < 0) {
            double whole = Double.parseDouble(rest.substring(1));
            return number(whole == 0 ? 0 : number / whole);
        }
        double factor = factor(rest);
        return factor == 0 ? text(cell) : number(number * factor);
    }

    private static int digits(String text, int from) {
        int at = from;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        int start = at;
        while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9' || text.charAt(at) == '.')) {
            at++;
        }
        return at == start ? from : at;
    }

    /** Of a quantity's suffix; 0 when it is none. */
    private static double factor(String suffix) {
        return switch (suffix) {
            case "n" -> 1e-9;
            case "u" -> 1e-6;
            case "m" -> 1e-3;
            case "k" -> 1e3;
            default -> {
                int power = suffix.isEmpty() ? -1 : BINARY.indexOf(suffix.charAt(0)) + 1;
                if (power <= 0 || suffix.length() > 2 || suffix.length() == 2 && suffix.charAt(1) != 'i') {
                    yield 0;
                }
                yield suffix.length() == 2 ? Math.pow(1024, power) : Math.pow(1000, power);
            }
        };
    }
}
