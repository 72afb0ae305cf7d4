package dev.fresnel.build;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Jar;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What was promised stays: holds API, schema and live protocol against {@code catalog/baseline}. */
class BaselineTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path BASELINE = ROOT.resolve("catalog/baseline");
    private static final Pattern WORD = Pattern.compile("\"([A-Za-z]+)\":");
    private static final Pattern CHANNEL = Pattern.compile("^\\*\\*`([a-z]+)`\\*\\*");
    private static final Pattern FRAME = Pattern.compile("\"t\":\"([a-z]+)\"");

    // ---- the Java API

    private static List<String> broken(Jar now, Jar before) throws Exception {
        Diff diff = new DiffPluginImpl().tree(now).get("<api>").diff(new DiffPluginImpl().tree(before).get("<api>"));
        var faults = new ArrayList<String>();
        collect("", diff, faults);
        return faults;
    }

    /** The deepest elements that say what broke. */
    private static void collect(String path, Diff diff, List<String> faults) {
        if (diff.getDelta() != Delta.MAJOR && diff.getDelta() != Delta.REMOVED || diff.getType().name().equals("VERSION")) {
            return;
        }
        String here = diff.getName().equals("<api>") ? "" : path.isEmpty() ? diff.getName() : path + " / " + diff.getName();
        int known = faults.size();
        diff.getChildren().forEach(child -> collect(here, child, faults));
        if (faults.size() == known) {
            faults.add(here + " " + (diff.getDelta() == Delta.REMOVED ? "is gone" : "broke those who use or implement it"));
        }
    }

    private static Jar api() throws Exception {
        Path classes = ROOT.resolve("kernel/api/target/classes");
        return new Jar("api", classes.toFile());
    }

    private static File released() throws Exception {
        try (var files = Files.list(BASELINE)) {
            return files.filter(file -> file.getFileName().toString().startsWith("api-")).max(Path::compareTo).orElseThrow().toFile();
        }
    }

    @Test
    void theApiBreaksNobody() throws Exception {
        try (Jar now = api(); Jar before = new Jar(released())) {
            assertThat(broken(now, before)).as("give the package another major version (0.x: minor) and say so in an ADR").isEmpty();
        }
    }

    @Test
    void aBrokenApiIsFound() throws Exception {
        try (Jar now = new Jar(released()); Jar before = new Jar(released())) {
            now.remove("dev/fresnel/api/job/Job.class");
            assertThat(broken(now, before)).anyMatch(fault -> fault.contains("dev.fresnel.api.job") && fault.contains("Job") && fault.contains("gone"));
        }
    }

    // ---- plugin.json

    private static void compare(String path, JsonNode now, JsonNode before, List<String> faults) {
        for (String exact : List.of("type", "pattern", "const", "$ref")) {
            if (before.has(exact) && !before.get(exact).equals(now.get(exact))) {
                faults.add(path + ": " + exact + " was " + before.get(exact) + " and is " + now.get(exact));
            }
        }
        before.path("enum").forEach(value -> {
            if (!contains(now.path("enum"), value)) {
                faults.add(path + ": " + value + " is no longer allowed");
            }
        });
        now.path("required").forEach(name -> {
            if (!contains(before.path("required"), name)) {
                faults.add(path + ": " + name + " is required now");
            }
        });
        for (String map : List.of("properties", "$defs")) {
            before.path(map).fieldNames().forEachRemaining(name -> {
                if (now.path(map).has(name)) {
                    compare(path + "/" + name, now.path(map).get(name), before.path(map).get(name), faults);
                } else {
                    faults.add(path + "/" + name + " is gone");
                }
            });
        }
        if (before.has("items")) {
            compare(path + "[]", now.path("items"), before.get("items"), faults);
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode one : list) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> schema(String now, String before) throws Exception {
        var faults = new ArrayList<String>();
        compare("", Description.MAPPER.readTree(now), Description.MAPPER.readTree(before), faults);
        return faults;
    }

    @Test
    void pluginJsonKeepsItsShape() throws Exception {
        String before = Files.readString(BASELINE.resolve("plugin.schema.json"));
        assertThat(schema(Check.schema(), before)).isEmpty();
        assertThat(schema(before.replace("\"PageRoute\"", "\"Elsewhere\""), before)).contains("/PageRoute is gone");
        assertThat(schema(before.replace("\"overview\", ", ""), before)).anyMatch(fault -> fault.contains("\"overview\" is no longer allowed"));
        assertThat(schema(before.replace("\"required\": [\"route\", \"module\"]", "\"required\": [\"route\", \"module\", \"icon\"]"), before))
                .anyMatch(fault -> fault.contains("\"icon\" is required now"));
    }

    // ---- the live protocol

    /** Frames, channels and members that §3 of the interfaces page names; {@code LiveProtocolIT} holds that page against the product. */
    private static TreeSet<String> words(String page) {
        var words = new TreeSet<String>();
        boolean inside = false;
        for (String line : page.lines().toList()) {
            inside = line.startsWith("## ") ? line.startsWith("## 3.") : inside;
            if (inside) {
                FRAME.matcher(line).results().forEach(found -> words.add("frame " + found.group(1)));
                CHANNEL.matcher(line).results().forEach(found -> words.add("channel " + found.group(1)));
                WORD.matcher(line).results().forEach(found -> words.add("member " + found.group(1)));
            }
        }
        return words;
    }

    @Test
    void theLiveProtocolLosesNoWord() throws Exception {
        TreeSet<String> now = words(Files.readString(ROOT.resolve("kernel/docs/interfaces.md")));
        List<String> before = Files.readAllLines(BASELINE.resolve("live-protocol.txt"));
        assertThat(before).hasSizeGreaterThan(40);
        assertThat(now).as("clients of fresnel.v1 know these words: a new meaning needs a new subprotocol").containsAll(before);
    }
}
