package dev.fresnel.democluster.scenario;

import dev.fresnel.democluster.server.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lines: on a terminal it shows what is typed, takes it back, and knows what was said before. */
final class LineEditor {
    private static final int END = 4;
    private static final int INTERRUPT = 3;
    private static final int CLEAR = 12;
    private static final int ERASE_LINE = 21;
    private static final int ERASE_WORD = 23;
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;

    private final Terminal terminal;
    private final List<String> said = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private int place;

    LineEditor(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @return the line, or null at the end of input */
    @Nullable String line(String prompt) throws IOException, InterruptedException {
        if (!terminal.tty()) {
            return plain();
        }
        terminal.write(prompt);
        line.setLength(0);
        place = said.size();
        while (true) {
            int one = terminal.read();
            switch (one) {
                case -1 -> {
                    return null;
                }
                case END -> {
                    if (line.isEmpty()) {
                        terminal.write("\n");
                        return null;
                    }
                }
                case '\r', '\n' -> {
                    terminal.write("\n");
                    return remembered();
                }
                case INTERRUPT -> {
                    terminal.write("^C\n" + prompt);
                    line.setLength(0);
                    if (prompt.isEmpty()) {
                        return null;
                    }
                }
                case CLEAR -> terminal.write("\u001b[H\u001b[2J" + prompt + line);
                case ERASE_LINE -> erase(line.length());
                case ERASE_WORD -> erase(line.length() - Math.max(0, line.toString().stripTrailing().lastIndexOf(' ') + 1));
                case '\b', DELETE -> erase(1);
                case ESCAPE -> escape();
                default -> typed(one);
            }
        }
    }

    private String remembered() {
        String whole = line.toString();
        if (!whole.isBlank()) {
            said.add(whole);
        }
        return whole;
    }

    private @Nullable String plain() throws IOException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        for (int one = terminal.read(); one != '\n'; one = terminal.read()) {
            if (one < 0) {
                return bytes.size() == 0 ? null : bytes.toString(StandardCharsets.UTF_8);
            }
            bytes.write(one);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A letter may be several bytes. */
    private void typed(int first) throws IOException, InterruptedException {
        if (first < ' ') {
            return;
        }
        int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
        var bytes = new ByteArrayOutputStream();
        bytes.write(first);
        for (int i = 0; i < more; i++) {
            bytes.write(terminal.read());
        }
        String letter = bytes.toString(StandardCharsets.UTF_8);
        line.append(letter);
        terminal.write(letter);
    }

    private void erase(int letters) throws IOException, InterruptedException {
        for (int i = 0; i < letters && !line.isEmpty(); i++) {
            int last = line.codePointBefore(line.length());
            line.setLength(line.length() - Character.charCount(last));
            terminal.write(wide(last) ? "\b\b  \b\b" : "\b \b");
            i += Character.charCount(last) - 1;
        }
    }

    private static boolean wide(int letter) {
        return letter >= 0x1100 && (Character.isIdeographic(letter) || letter >= 0x3000 && letter <= 0x30ff || letter >= 0xac00 && letter <= 0xd7a3 || letter > 0xffff);
    }

    /** Up and down bring back what was said; other keys are passed over. */
    private void escape() throws IOException, InterruptedException {
        int second = terminal.read();
        int key = second == '[' || second == 'O' ? terminal.read() : second;
        while (key >= '0' && key <= ';') {
            key = terminal.read();
        }
        int to = key == 'A' ? place - 1 : key == 'B' ? place + 1 : place;
        if (to != place && to >= 0 && to <= said.size()) {
            place = to;
            erase(line.length());
            line.append(place < said.size() ? said.get(place) : "");
            terminal.write(line.toString());
        }
    }
}
