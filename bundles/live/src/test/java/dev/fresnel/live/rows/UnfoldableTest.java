package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.re2j.Pattern;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnfoldableTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "\u1c80", "web\u1c88", "\\x{1c85}", "[\u1c82]", "[!-\u2000]", "[a-\\x{3000}]", "[^a-\uffff]", "[]-\u1c81]", "[\\x41-\u2000]", "x[!-\ud800\udd43a]",
        "[\\[-\u2000]", "(a|[ -\u9fff]){2}"
    })
    void whatWouldBeCompiledForEverIsRefused(String pattern) {
        assertThat(Unfoldable.in(pattern)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "web", "web-[0-9]+", "pod-\u30c6\u30b9\u30c8", "[\u3040-\u30ff]+", "[\\x{3040}-\\x{9fff}]", "[^a]", "[\\w-\u3042]", "[a-z-]", "[\u1c00-\u1c7f]", "\\pL", "[[:^alpha:]]",
        "a-\u2000", "[a-z]-\u2000", "[\u1c89-\u2000]", "\\Q[a\\E"
    })
    void anythingElseIsCompiledInNoTime(String pattern) {
        assertThat(Unfoldable.in(pattern)).isFalse();
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
    }
}
