package dev.fresnel.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The commands of {@code kubectl/commands.txt}, and what of their output says nothing about who answered. */
final class KubectlScript {
    private static final Set<String> LOOKS = Set.of(
            "get", "describe", "explain", "api-resources", "api-versions", "version", "auth", "cluster-info", "events", "top", "diff");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final List<String> FILES = List.of(
            "cm.yaml", "cm2.yaml", "two.yaml", "wrong.yaml", "broken.yaml", "web.yaml", "web2.yaml", "pod.yaml");

    private KubectlScript() {}

    /** @param always whether it runs in the short form too */
    record Section(String name, boolean always, List<Line> lines) {}

    /** @param file standard input, {@code ""} for none */
    record Line(String text, String file) {
        boolean looks() {
            return LOOKS.contains(text.split(" ")[0]);
        }

        List<String> arguments(Path files, Path out, String namespace) {
            var words = new ArrayList<String>();
            var found = WORD.matcher(text);
            while (found.find()) {
                var word = found.group(1) == null ? found.group(2).replaceAll("'", "") : found.group(1);
                words.add(word.replace("FILES", files.toString()).replace("OUT", out.toString()).replace("NS", namespace));
            }
            return words;
        }

        String input(Path files) {
            try {
                return file.isEmpty() ? "" : Files.readString(files.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static List<Section> sections() {
        var sections = new ArrayList<Section>();
        for (var line : resource("commands.txt").lines().map(String::strip).toList()) {
            if (line.startsWith("== ")) {
                var words = line.split(" ");
                sections.add(new Section(words[1], words.length > 2, new ArrayList<>()));
            } else if (line.startsWith("< ")) {
                var words = line.split(" ", 3);
                sections.getLast().lines().add(new Line(words[2], words[1]));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                sections.getLast().lines().add(new Line(line, ""));
            }
        }
        return sections;
    }

    static Path copyFiles(Path folder) throws IOException {
        for (var name : FILES) {
            Files.writeString(folder.resolve(name), resource(name));
        }
        return folder;
    }

    private static String resource(String name) {
        try (var in = KubectlScript.class.getResourceAsStream("/kubectl/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without times, what is drawn by lot (uids, versions, names of pods, tokens, addresses), where it was asked, and widths of columns. */
    static String normal(String text, String namespace, Path files, Path out, Path kubeconfig) {
        return text
                .replace(files.toString(), "FILES")
                .replace(out.toString(), "OUT")
                .replace(kubeconfig.toString(), "KUBECONFIG")
                .replaceAll("https://127\\.0\\.0\\.1:\\d+(/k8s/admin)?", "SERVER")
                .replace(namespace, "NS")
                .replaceAll("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+", "TOKEN")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)", "TIME")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[.\\d]*( [+-]\\d{4}( \\w+)?)?", "TIME")
                .replaceAll("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}", "TIME")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID")
                .replaceAll("(resourceVersion\"?: \"?)\\d+", "$1N")
                .replaceAll("[EWI]\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d+ +\\d+ ", "LOG ")
                .replaceAll("/tmp/(LIVE|MERGED)-\\d+", "/tmp/$1")
                .replaceAll("(?m)^(---|\\+\\+\\+) (/tmp\\S+)\\s.*$", "$1 $2")
                .replaceAll("tar: Removing leading `/' from member names\n?", "") // kubectl ends with the data, whether or not this came before
                .replaceAll("kube-api-access-\\w+", "kube-api-access")
                .replaceAll("\\bnode-\\d+\\b", "NODE")
                .replaceAll("zone=\\S+", "zone=ZONE")
                .replaceAll("\\b10\\.\\d+\\.\\d+\\.\\d+\\b", "IP")
                .replaceAll("\\b(\\d+[smhd]){1,3}\\b", "AGE")
                .replaceAll("-[a-z0-9]{8,10}-[a-z0-9]{5}\\b", "-POD")
                .replaceAll("[ \\t]+", " ")
                .replaceAll("-{5,}", "-----")
                .strip();
    }
}
