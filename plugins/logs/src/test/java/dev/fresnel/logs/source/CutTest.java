package dev.fresnel.logs.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CutTest {
    private static final String AT = "2026-01-31T12:00:00.000000001Z ";

    private final Merge merge = new Merge();
    private final Merge.Feed feed = merge.feed();
    private final Stitch stitch = new Stitch();
    private final Cut cut = new Cut(
            new Source(0, new ObjectRef("demo", Kind.POD, "shop", "web"), "uid", "app"), new Wanted(List.of(), List.of(), false, true, Optional.empty(), Optional.empty(), -1), stitch,
            feed);

    private List<Line> read(InputStream in) throws IOException {
        stitch.again();
        byte[] rest = cut.read(in);
        if (rest.length > 0) {
            cut.last(rest);
        }
        return came();
    }

    private final List<Line> taken = new ArrayList<>();

    private List<Line> came() {
        take();
        var all = new ArrayList<Line>(taken);
        taken.clear();
        return all;
    }

    private void take() {
        for (List<Line> some = merge.take(0); !some.isEmpty(); some = merge.take(0)) {
            taken.addAll(some);
        }
    }

    /** Whoever reads takes what came, so that there is room for more. */
    private InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public int read(byte[] into, int from, int length) {
                take();
                return super.read(into, from, Math.min(length, 30_000));
            }
        };
    }

    @Test
    void aLineEndsWithItsFeedAndAnyReturnBeforeIt() throws IOException {
        assertThat(read(text(AT + "one\r\n" + AT + "\r\n" + AT + "tw\ro\n" + AT + "rest"))).extracting(Line::string).containsExactly("one", "", "tw\ro", "rest");
    }

    @Test
    void whatHasNoTimeHasThatOfTheLineBefore() throws IOException {
        assertThat(read(text(AT + "one\nunable to retrieve container logs\n"))).extracting(Line::at).containsExactly(1_769_860_800_000_000_001L, 1_769_860_800_000_000_001L);
    }

    /** However it arrives, and also when it breaks off and comes again, the pieces are the same. */
    @Test
    void aLineOfMegabytesComesInPiecesOnce() throws IOException {
        String line = "ERROR " + "日本x".repeat(1_000_000);
        read(text(AT + "before\n"));
        stitch.again();
        cut.read(text(AT + "before\n" + AT + line.substring(0, 400_000)));
        List<Line> pieces = came();
        assertThat(pieces).isNotEmpty();
        pieces.addAll(read(text(AT + "before\n" + AT + line + "\n" + AT + "after\n")));
        assertThat(pieces.removeLast().string()).isEqualTo("after");
        assertThat(String.join("", pieces.stream().map(Line::string).toList())).isEqualTo(line);
        assertThat(pieces).allSatisfy(piece -> {
            assertThat(piece.text().length).isLessThanOrEqualTo(Cut.LONGEST);
            assertThat(piece.level()).isEqualTo(Level.ERROR);
        });
    }

    /** A program that never ends its line fills no memory. */
    @Test
    void aLineWithoutAnEndIsNotHeld() throws IOException {
        long[] left = {200L << 20};
        int[] asked = {0};
        var endless = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int from, int length) {
                merge.take(0);
                asked[0] = Math.max(asked[0], length);
                if (left[0] <= 0) {
                    return -1;
                }
                java.util.Arrays.fill(into, from, from + length, (byte) (left[0] == 200L << 20 ? ' ' : 'x'));
                left[0] -= length;
                return length;
            }
        };
        assertThat(cut.read(endless)).hasSizeLessThan(1 << 20);
        assertThat(asked[0]).isLessThan(2 << 20);
    }

    @Test
    void saysWhereLinesWereRotatedAway() throws IOException {
        read(text(AT + "one\n"));
        List<Line> later = read(text(AT.replace("12:", "13:") + "two\n"));
        assertThat(later).extracting(Line::level).containsExactly(Level.NOTE, Level.NONE);
        assertThat(cut.gaps()).isOne();
    }
}
