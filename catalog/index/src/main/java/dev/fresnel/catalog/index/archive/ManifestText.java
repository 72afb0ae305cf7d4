package dev.fresnel.catalog.index.archive;

import dev.fresnel.catalog.api.Headers;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The main section of a manifest, read strictly: a header that stands there twice means one thing to one reader and another to the next. */
public final class ManifestText {
    /** Where it stands in a jar. */
    public static final String NAME = "META-INF/MANIFEST.MF";

    static final int LARGEST = 1 << 20;
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,69}");

    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private ManifestText() {}

    /** @return the main headers, found whatever the case of their letters */
    public static Map<String, String> read(byte[] bytes) throws Refusal {
        if (bytes.length > LARGEST) {
            throw wrong("is larger than " + (LARGEST >> 20) + " MB");
        }
        var manifest = new ManifestText();
        for (String line : lines(bytes)) {
            manifest.add(line);
        }
        return Collections.unmodifiableMap(manifest.headers);
    }

    /** The lines of the main section, put together as bytes: a line may be folded in the middle of a letter. */
    private static List<String> lines(byte[] bytes) throws Refusal {
        var lines = new ArrayList<String>();
        var line = new ByteArrayOutputStream();
        int at = 0;
        while (at < bytes.length) {
            int end = at;
            while (end < bytes.length && bytes[end] != '\r' && bytes[end] != '\n') {
                end++;
            }
            boolean folded = end > at && bytes[at] == ' ';
            if (folded && line.size() == 0) {
                throw wrong("begins with the continuation of a line");
            }
            if (!folded && line.size() > 0) {
                lines.add(text(line));
                line.reset();
            }
            if (end == at) {
                return lines; // sections of single entries follow; they say nothing about the bundle
            }
            line.write(bytes, folded ? at + 1 : at, folded ? end - at - 1 : end - at);
            at = end + 1 < bytes.length && bytes[end] == '\r' && bytes[end + 1] == '\n' ? end + 2 : end + 1;
        }
        if (line.size() > 0) {
            lines.add(text(line));
        }
        return lines;
    }

    private static String text(ByteArrayOutputStream line) throws Refusal {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.toByteArray())).toString();
            if (text.indexOf('\0') >= 0) {
                throw wrong("has a NUL in it");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw wrong("is not UTF-8");
        }
    }

    /** What of it decides about wiring. */
    public static Headers kept(Map<String, String> main) {
        var kept = new TreeMap<String, String>();
        Headers.KEPT.stream().filter(main::containsKey).forEach(name -> kept.put(name, main.getOrDefault(name, "")));
        return new Headers(kept);
    }

    private void add(String line) throws Refusal {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        if (colon < 0 || !HEADER.matcher(name).matches()) {
            throw wrong("has a line that is no header: " + Directory.shown(name));
        }
        if (headers.putIfAbsent(name, line.substring(colon + 1).strip()) != null) {
            throw wrong("has the header " + name + " twice");
        }
    }

    private static Refusal wrong(String words) {
        return new Refusal(Reason.MANIFEST_INVALID, "has a manifest that " + words);
    }
}
