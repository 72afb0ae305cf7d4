package dev.fresnel.logs.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static boolean in(String line, String text, boolean regex, boolean exact) {
        return Words.of(text, regex, exact).in(line.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void findsTextAsItStands() {
        assertThat(in("a.b", "a.b", false, true)).isTrue();
        assertThat(in("axb", "a.b", false, true)).isFalse();
        assertThat(in("Connection REFUSED", "refused", false, false)).isTrue();
        assertThat(in("Connection REFUSED", "refused", false, true)).isFalse();
        assertThat(in("STRASSE ÜBER 日本", "über 日本", false, false)).isTrue();
    }

    @Test
    void findsByExpression() {
        assertThat(in("status=503 path=/cart", "status=5\\d\\d path=/[a-z]+", true, true)).isTrue();
        assertThat(in("status=203 path=/cart", "status=5\\d\\d", true, true)).isFalse();
        assertThat(in("colour", "colou?r", true, true)).isTrue();
        assertThat(in("color", "colou?r", true, true)).isTrue();
        assertThat(in("b", "a|b", true, true)).isTrue();
        assertThat(in("x", "(abc)?x", true, true)).isTrue();
    }

    @Test
    void whatEveryMatchHoldsIsFoundCarefully() {
        assertThat(Needs.of("colou?rfully", true)).isEqualTo(List.of(List.of("colo"), List.of("rfully")));
        assertThat(Needs.of("ab+c", true)).isEqualTo(List.of(List.of("ab"), List.of("c")));
        assertThat(Needs.of("a|bcd", true)).isEqualTo(List.of(List.of("a", "bcd")));
        assertThat(Needs.of("(GET|POST) /x", true)).isEqualTo(List.of(List.of("GET", "POST"), List.of(" /x")));
        assertThat(Needs.of("x(foo)?y(?:bar)", true)).isEqualTo(List.of(List.of("x"), List.of("y"), List.of("bar")));
        assertThat(Needs.of("a(b|c*)d", true)).isEqualTo(List.of(List.of("a"), List.of("d")));
        assertThat(Needs.of("[abc]def\\.ghi", true)).isEqualTo(List.of(List.of("def.ghi")));
        assertThat(Needs.of("ab{0,2}cde", true)).isEqualTo(List.of(List.of("a"), List.of("cde")));
        assertThat(Needs.of("\\d+ms[[:alpha:]]s]", true)).isEqualTo(List.of(List.of("ms"), List.of("s]")));
        assertThat(Needs.of("[]x]a[^]y]b[\\]]c", true)).isEqualTo(List.of(List.of("a"), List.of("b"), List.of("c")));
        assertThat(Needs.of("Über Tag", false)).isEqualTo(List.of(List.of("ber tag")));
        for (String unsure : List.of("(?i)abc", "\\Qa+b\\E", "\\x41bc", "\\pNabc", "\\101abc", "a{b", "abc|\\d", "abc|")) {
            assertThat(Needs.of(unsure, true)).as(unsure).isEmpty();
        }
    }

    /** Whatever matches has what is needed: in the line, and in the grams of its chunk. */
    @Test
    void nothingThatMatchesIsPassedOver() {
        String[] parts = {"a", "bc", "Err", "[a-c]", "\\d", ".", "x*", "(ab|Cd)", "(?:no)?", "é", "\\.", "^", "q{1,2}", "日本"};
        String[] texts = {"a", "bc", "ERR", "ab", "cd", "7", "xx", ".", "é", "É", "q", "日本", "no", " "};
        var random = new Random(11);
        int matches = 0;
        for (int i = 0; i < 20_000; i++) {
            String regex = some(parts, random, 3) + (random.nextInt(4) == 0 ? "|" + some(parts, random, 2) : "");
            boolean exact = random.nextBoolean();
            byte[] line = some(texts, random, 8).getBytes(StandardCharsets.UTF_8);
            boolean expected = com.google.re2j.Pattern.compile(regex, exact ? 0 : com.google.re2j.Pattern.CASE_INSENSITIVE).matcher(line).find();
            matches += expected ? 1 : 0;
            Words words = Words.of(regex, true, exact);
            var text = new Chunk.Text(line, line.length, new int[] {line.length}, 1);
            var found = new ArrayList<Integer>();
            words.lines(text, found::add);
            assertThat(found.size() == 1).as(regex).isEqualTo(expected);
            assertThat(words.in(line)).as(regex).isEqualTo(expected);
            assertThat(!expected || words.may(Grams.of(text))).as(regex).isTrue();
        }
        assertThat(matches).isBetween(2_000, 18_000);
        assertThat(Words.of("needle", false, false).may(Grams.of(new Chunk.Text("hay".getBytes(StandardCharsets.UTF_8), 3, new int[] {3}, 1)))).isFalse();
    }

    private static String some(String[] parts, Random random, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most) + 1; i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    @Test
    void foldsEightBytesAsItFoldsOne() {
        for (int c = 0; c < 256; c++) {
            byte[] same = new byte[9];
            java.util.Arrays.fill(same, (byte) c);
            byte small = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
            assertThat(Fold.lower(same, 9)).containsOnly(small);
        }
    }

    /** What would take other engines for ever. */
    @Test
    void noExpressionTakesLong() {
        long begin = System.nanoTime();
        assertThat(in("a".repeat(50_000) + "!", "(a+)+$", true, true)).isFalse();
        assertThat(System.nanoTime() - begin).isLessThan(60_000_000_000L);
    }

    /** What would be compiled for ever. */
    @Test
    void lettersThatCannotBeFoldedAreRefused() {
        for (String text : List.of("\u1c80", "[!-\u2000]", "\\x{1c88}")) {
            assertThatThrownBy(() -> Words.of(text, true, false)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("LOGS_SEARCH_SYNTAX"));
            assertThat(in("x\u1c80y\u1c88", text, true, true)).isTrue();
        }
        assertThatThrownBy(() -> Words.of("\u1c80", false, false)).isInstanceOf(Problem.class);
        assertThat(in("pod-\u30c6\u30b9\u30c8", "POD-\u30c6", true, false)).isTrue();
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Words.of("(", true, true)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("LOGS_SEARCH_SYNTAX"));
    }
}
