package dev.fresnel.logs.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import java.nio.charset.StandardCharsets;
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
        assertThat(Words.required("colou?rfully")).isEqualTo("rfully");
        assertThat(Words.required("ab+c")).isEqualTo("ab");
        assertThat(Words.required("a|bcd")).isEmpty();
        assertThat(Words.required("x(foo)y")).isEmpty();
        assertThat(Words.required("[abc]def\\.ghi")).isEqualTo("def.ghi");
        assertThat(Words.required("ab{0,2}cde")).isEqualTo("cde");
        assertThat(Words.required("\\d+ms")).isEqualTo("ms");
    }

    /** What would take other engines for ever. */
    @Test
    void noExpressionTakesLong() {
        long begin = System.nanoTime();
        assertThat(in("a".repeat(50_000) + "!", "(a+)+$", true, true)).isFalse();
        assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Words.of("(", true, true)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("LOGS_SEARCH_SYNTAX"));
    }
}
