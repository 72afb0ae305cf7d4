package dev.fresnel.e2e.live;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code kubectl get} printed, taken apart by where its header's words stand.
 *
 * @param header names of the columns
 * @param lines cells of each line
 */
public record Printed(List<String> header, List<List<String>> lines) {
    private static final Pattern NAME = Pattern.compile("\\S+( \\S+)*");

    public static Printed of(String output) {
        List<String> text = output.lines().toList();
        if (text.isEmpty() || text.getFirst().startsWith("No resources found")) {
            return new Printed(List.of(), List.of());
        }
        List<String> header = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        NAME.matcher(text.getFirst()).results().forEach(word -> {
            header.add(word.group());
            starts.add(word.start());
        });
        return new Printed(header, text.stream().skip(1).map(line -> cells(line, starts)).toList());
    }

    private static List<String> cells(String line, List<Integer> starts) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int from = Math.min(line.length(), starts.get(i));
            int to = i + 1 < starts.size() ? Math.min(line.length(), starts.get(i + 1)) : line.length();
            cells.add(line.substring(from, to).strip());
        }
        return cells;
    }
}
