package dev.fresnel.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that somebody hostile made, and archives of the {@code tar} of this machine. */
class TarGateTest {
    private static final long MOST = 10 << 20;

    /** An entry as a hostile container would write it. */
    private static byte[] entry(String name, char type, String content, long claimed) {
        byte[] head = new byte[512];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, head, 0, Math.min(100, bytes.length));
        put(head, 100, "0000644");
        put(head, 124, claimed < 0 ? "-0000000001" : String.format("%011o", claimed));
        put(head, 136, "00000000000");
        head[156] = (byte) type;
        put(head, 157, "/etc/passwd");
        put(head, 257, "ustar");
        Arrays.fill(head, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte one : head) {
            sum += one & 0xff;
        }
        put(head, 148, String.format("%06o", sum));
        head[154] = 0;
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(head, 512 + (body.length + 511) / 512 * 512);
        System.arraycopy(body, 0, whole, 512, body.length);
        return whole;
    }

    private static byte[] entry(String name, char type, String content) {
        return entry(name, type, content, content.length());
    }

    private static void put(byte[] head, int offset, String text) {
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, head, offset, text.length());
    }

    private static byte[] archive(byte[]... entries) {
        var all = new ByteArrayOutputStream();
        Arrays.stream(entries).forEach(all::writeBytes);
        all.writeBytes(new byte[1024]);
        return all.toByteArray();
    }

    private static Map<String, String> passed(TarGate gate) throws IOException {
        var found = new LinkedHashMap<String, String>();
        for (Optional<TarGate.Entry> next = gate.next(); next.isPresent(); next = gate.next()) {
            TarGate.Entry entry = next.get();
            byte[] content = new byte[(int) entry.size()];
            for (int at = 0; at < content.length; ) {
                byte[] some = new byte[Math.min(1000, content.length - at)];
                int length = gate.read(some, content.length - at);
                System.arraycopy(some, 0, content, at, length);
                at += length;
            }
            found.put(entry.path() + (entry.folder() ? "/" : ""), new String(content, StandardCharsets.UTF_8));
        }
        return found;
    }

    private static TarGate gate(byte[] archive) {
        return new TarGate(new ByteArrayInputStream(archive), "data", MOST);
    }

    @Test
    void onlyFilesAndFoldersPassAndWhatDoesNotIsNamed() throws IOException {
        TarGate gate = gate(archive(
                entry("./data/", '5', ""), entry("./data/a.txt", '0', "hello"), entry("data/link", '2', ""), entry("data/hard", '1', "", 5),
                entry("data/tty", '3', ""), entry("data/disk", '4', ""), entry("data/pipe", '6', ""), entry("data/b", (char) 0, "x".repeat(700)),
                entry("data/sparse", 'S', "12345")));
        assertThat(passed(gate)).containsExactly(Map.entry("data/", ""), Map.entry("data/a.txt", "hello"), Map.entry("data/b", "x".repeat(700)));
        assertThat(gate.leftOut()).containsExactly("data/link", "data/hard", "data/tty", "data/disk", "data/pipe", "data/sparse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc/passwd", "data/../../etc/passwd", "/etc/passwd", "data/..", "other/file", "dat", "./../data/x", "..", "./", "database/x"})
    void pathsThatLeadElsewhereEndIt(String path) {
        assertThatThrownBy(() -> passed(gate(archive(entry("data/fine", '0', "ok"), entry(path, '0', "evil")))))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("TERMINAL_TAR_FOREIGN"));
    }

    @Test
    void longNamesLeadElsewhereNoMoreThanShortOnes() {
        String record = " path=../../evil\n";
        String pax = (record.length() + 2) + record;
        assertThatThrownBy(() -> passed(gate(archive(entry("pax", 'x', pax), entry("data/innocent", '0', "evil"))))).hasMessageContaining("leads elsewhere");
        assertThatThrownBy(() -> passed(gate(archive(entry("././@LongLink", 'L', "/etc/passwd\0"), entry("data/innocent", '0', "evil")))))
                .hasMessageContaining("leads elsewhere");
    }

    @Test
    void whatIsLargerThanAllowedEndsIt() {
        assertThatThrownBy(() -> passed(gate(archive(entry("data/bomb", '0', "", (1L << 33) - 1)))))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.LIMITED));
        byte[] huge = entry("data/bomb", '0', "", 0);
        Arrays.fill(huge, 125, 136, (byte) 0xff);
        huge[124] = (byte) 0x80;
        assertThatThrownBy(() -> passed(gate(archive(checked(huge))))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> passed(gate(archive(entry("x", 'x', "", 1 << 20))))).isInstanceOf(Problem.class);
        byte[][] many = new byte[11][];
        Arrays.setAll(many, i -> entry("data/" + i, '0', "x".repeat(1 << 20)));
        assertThatThrownBy(() -> passed(gate(archive(many)))).hasMessageContaining("larger than allowed");
    }

    private static byte[] checked(byte[] head) {
        Arrays.fill(head, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += head[i] & 0xff;
        }
        put(head, 148, String.format("%06o", sum));
        head[154] = 0;
        return head;
    }

    @Test
    void whatIsNoArchiveIsSaid() {
        assertThatThrownBy(() -> passed(gate("<html>".repeat(200).getBytes(StandardCharsets.UTF_8)))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> passed(gate(Arrays.copyOf(archive(entry("data/a", '0', "x".repeat(2000))), 900)))).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> passed(gate(archive(entry("data/a", '0', "", -1))))).isInstanceOf(Problem.class);
    }

    @Test
    void noBytesMakeItDoAnythingElse() {
        var random = new Random(11);
        byte[] sound = archive(entry("data/a.txt", '0', "hello"), entry("data/link", '2', ""), entry("p", 'x', "18 path=data/long\n"), entry("data/b", '0', "x"));
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = sound.clone();
            for (int hits = random.nextInt(8); hits >= 0; hits--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            if (random.nextBoolean()) {
                checked(broken);
            }
            try {
                passed(gate(broken)).keySet().forEach(path -> assertThat(path).doesNotContain("..").startsWith("data"));
            } catch (Problem | IOException expected) {
                // said, and nothing done
            }
        }
    }

    @Test
    void theTarOfThisMachineReadsWhatWeWriteAndTheOtherWayRound(@TempDir Path folder) throws Exception {
        var names = List.of("plain.txt", "ファイル 名.txt", "x".repeat(180) + ".txt");
        var out = new ByteArrayOutputStream();
        var writer = new TarWriter(out);
        var contents = new ArrayList<String>();
        for (String name : names) {
            contents.add("content of " + name);
            byte[] bytes = contents.getLast().getBytes(StandardCharsets.UTF_8);
            writer.file(name, bytes.length, 0640, 1_700_000_000);
            out.write(bytes);
            writer.pad(bytes.length);
        }
        writer.end();
        Path data = Files.createDirectory(folder.resolve("data"));
        Process tar = new ProcessBuilder("tar", "xof", "-", "-C", data.toString()).redirectErrorStream(true).start();
        tar.getOutputStream().write(out.toByteArray());
        tar.getOutputStream().close();
        assertThat(new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
        assertThat(tar.waitFor()).isZero();
        for (int i = 0; i < names.size(); i++) {
            assertThat(Files.readString(data.resolve(names.get(i)))).isEqualTo(contents.get(i));
        }
        Files.createSymbolicLink(data.resolve("link"), Path.of("/etc/passwd"));
        Process again = new ProcessBuilder("tar", "cf", "-", "-C", folder.toString(), "./data").start();
        var gate = new TarGate(again.getInputStream(), "data", MOST);
        assertThat(passed(gate)).containsKeys("data/", "data/plain.txt", "data/ファイル 名.txt", "data/" + names.get(2)).doesNotContainKey("data/link");
        assertThat(gate.leftOut()).containsExactly("data/link");
    }
}
