package dev.fresnel.catalog.command;

import dev.fresnel.catalog.index.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a command speaks: tables for people, JSON for programs, progress where somebody looks. */
final class Terminal {
    private static final int BAR = 24;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean looking;
    private boolean drawn;

    /** @param looking whether a person sees standard error as it is written */
    Terminal(PrintStream out, PrintStream err, boolean looking) {
        this.out = out;
        this.err = err;
        this.looking = looking;
    }

    void line(String text) {
        clear();
        out.println(clean(text));
    }

    void json(Object value) {
        out.print(new String(Json.write(value), StandardCharsets.UTF_8));
    }

    /** Columns as wide as they need to be; the last may be as long as it is. */
    void table(List<String> head, List<List<String>> rows) {
        var all = new ArrayList<List<String>>();
        all.add(head);
        all.addAll(rows);
        int[] widths = new int[head.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], clean(row.get(i)).length());
            }
        }
        for (List<String> row : all) {
            var text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = clean(row.get(i));
                text.append(i == widths.length - 1 ? cell : cell + " ".repeat(widths[i] - cell.length() + 2));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    /** What plugins and servers say must not steer the terminal. */
    static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]+", " ");
    }

    /** @param total bytes, at most 0 when nobody knows */
    void progress(String what, long done, long total) {
        if (!looking) {
            return;
        }
        int filled = total > 0 ? (int) (BAR * Math.min(done, total) / total) : 0;
        String bar = total > 0 ? "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + done * 100 / total + " %" : done > 0 ? size(done) : "";
        err.print("\r\033[K" + clean(what) + " " + bar);
        err.flush();
        drawn = true;
    }

    void clear() {
        if (drawn) {
            err.print("\r\033[K");
            err.flush();
            drawn = false;
        }
    }

    static String size(long bytes) {
        return bytes < 1 << 20 ? Math.max(1, bytes >> 10) + " KB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
    }

    /** Asks a person; without one the answer is no. */
    boolean agrees(String question) {
        clear();
        if (!looking) {
            return false;
        }
        err.print(clean(question) + " [y/N] ");
        err.flush();
        try {
            var line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line != null && line.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException e) {
            return false;
        }
    }
}
