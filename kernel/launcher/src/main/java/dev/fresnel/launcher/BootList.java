package dev.fresnel.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code boot.list}: one line {@code LEVEL FILE} for each bundle of the platform, beside the files. */
record BootList(Path folder, List<Item> items) {

    /**
     * A bundle of the platform.
     *
     * @param level start level; lower ones start earlier and stop later
     * @param file name in the folder
     */
    record Item(int level, String file) {
        /** The bundle's location; says nothing about where the distribution stands. */
        String location() {
            return "boot:" + file;
        }
    }

    static BootList read(Path folder) {
        var list = folder.resolve("boot.list");
        try {
            var items = new ArrayList<Item>();
            for (var line : Files.readAllLines(list)) {
                var text = line.replaceAll("#.*", "").strip();
                if (!text.isEmpty()) {
                    items.add(item(folder, list, text));
                }
            }
            return new BootList(folder, List.copyOf(items));
        } catch (IOException e) {
            throw new Refusal("This Fresnel is not whole: " + list + ": " + SettingsFile.reason(e));
        }
    }

    private static Item item(Path folder, Path list, String text) {
        var words = text.split("\\s+");
        if (words.length != 2 || !words[0].matches("[1-9]\\d?")) {
            throw new Refusal(list + " has a line that is not 'LEVEL FILE': " + text);
        }
        if (!Files.isRegularFile(folder.resolve(words[1]))) {
            throw new Refusal("This Fresnel is not whole: " + folder.resolve(words[1]) + " is missing.");
        }
        return new Item(Integer.parseInt(words[0]), words[1]);
    }

    Path path(Item item) {
        return folder.resolve(item.file());
    }

    /** Changes when any of the files does. */
    String fingerprint() {
        var text = new StringBuilder(folder.toString());
        for (var item : items) {
            var file = path(item).toFile();
            text.append('\n').append(item.level()).append(' ').append(item.file()).append(' ').append(file.length()).append(' ').append(file.lastModified());
        }
        return text.toString();
    }
}
