package dev.fresnel.e2e;

import dev.fresnel.testing.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code kernel/docs/interfaces.md} promises, as lists. */
final class InterfacesPage {
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)`.*\\|.*\\|$");
    private static final Pattern CHANNEL = Pattern.compile("^\\*\\*`([a-z]+)`\\*\\*");

    private static final Pattern MEMBER = Pattern.compile("\"([A-Za-z]+)\":");

    private InterfacesPage() {}

    private static List<String> section(String number) {
        try {
            var lines = new ArrayList<String>();
            var inside = false;
            for (var line : Files.readAllLines(Layout.root().resolve("kernel/docs/interfaces.md"))) {
                inside = line.startsWith("## ") ? line.startsWith("## " + number + ".") : inside;
                if (inside) {
                    lines.add(line);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** First cells of the table of paths: {@code GET /healthz}. */
    static List<String> paths() {
        return section("2").stream().map(ROW::matcher).filter(row -> row.matches()).map(row -> row.group(1)).toList();
    }

    /** Members of the example: {@code `Name` (words): `{…}`}. */
    static List<String> members(String name) {
        var line = section("2").stream().filter(text -> text.startsWith("`" + name + "`")).findFirst().orElseThrow(() -> new AssertionError("the page has no `" + name + "`"));
        var start = line.indexOf("`{");
        var example = line.substring(start, line.indexOf('`', start + 1));
        return MEMBER.matcher(example).results().map(member -> member.group(1)).toList();
    }

    /** The channel types of the platform. */
    static List<String> channels() {
        return section("3").stream().map(CHANNEL::matcher).filter(channel -> channel.find()).map(channel -> channel.group(1)).toList();
    }
}
