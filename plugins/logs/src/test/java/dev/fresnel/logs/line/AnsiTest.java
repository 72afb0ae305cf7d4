package dev.fresnel.logs.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnsiTest {
    @Test
    void keepsColoursAsSpans() {
        Ansi line = Ansi.of("a \u001b[1;31mred\u001b[0m b \u001b[38;5;46mgreen\u001b[39m");
        assertThat(line.text()).isEqualTo("a red b green");
        assertThat(line.spans()).containsExactly(new Ansi.Span(2, 5, "bold f1"), new Ansi.Span(8, 13, "f10"));
    }

    @Test
    void everyOtherSequenceDoesNothing() {
        assertThat(Ansi.plain("\u001b]8;;https://evil.example\u0007click\u001b]8;;\u001b\\ me")).isEqualTo("click me");
        assertThat(Ansi.plain("\u001b]52;c;ZXZpbA==\u0007a\u001b[2J\u001b[10;10Hb\u001bPq#0\u001b\\c\u009b31md")).isEqualTo("abcd");
        assertThat(Ansi.plain("x\u001b]0;title without an end")).isEqualTo("x");
        assertThat(Ansi.plain("\u001b")).isEmpty();
    }

    @Test
    void whatHidesIsShown() {
        assertThat(Ansi.plain("user \u202egnp.exe\u2066 a\u200bb\u0000")).isEqualTo("user ⟨U+202E⟩gnp.exe⟨U+2066⟩ a⟨U+200B⟩b␀");
    }

    @Test
    void whatGoesBackOverALineStaysReadable() {
        assertThat(Ansi.plain("10%\r20%\rdone")).isEqualTo("10%␍20%␍done");
    }

    @Test
    void plainTextStaysAsItIs() {
        byte[] text = "GET /cart 200 ms=3\tüber 日本".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(Ansi.alters(text, 0, text.length)).isFalse();
        assertThat(Ansi.plain("über 日本")).isEqualTo("über 日本");
    }
}
