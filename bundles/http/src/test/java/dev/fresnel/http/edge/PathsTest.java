package dev.fresnel.http.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/c/demo/pods", "/c/a+b/pods/_/x", "/ui/m/resources/0123/ListPage-D_f.js", "/%e3%81%82", "/a%20b", "/x/...", "/.well-known/a"})
    void clearPaths(String path) {
        assertThatCode(() -> Paths.check(path)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "//evil.test", "/a//b", "/..", "/a/../b", "/./a", "/a/.", "/%2e%2e/a", "/%2E/a", "/a%2fb", "/a%5cb", "/a\\b", "/a;b", "/a%3bb", "/a%00", "/a%0d%0ab", "/a%252fb", "/a%zz", "/a%", "", "a"
    })
    void pathsThatTwoReadersReadDifferently(String path) {
        assertThatThrownBy(() -> Paths.check(path))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.MISSING));
    }

    @Test
    void theKubernetesApiJudgesItsOwnPaths() {
        assertThatCode(() -> Paths.check("/k8s/demo//a/../b%2Fc")).doesNotThrowAnyException();
        assertThatThrownBy(() -> Paths.check("/k8sx//")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> Paths.check("/api/../k8s/demo/x")).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil", "/\\evil", "https://evil", "javascript:alert(1)", "evil", "", "/a\r\nb", "/a b", "/\tevil"})
    void redirectsThatLeaveAreNotLocal(String location) {
        assertThat(Paths.local(location)).isFalse();
    }

    @Test
    void redirectsThatStayAreLocal() {
        assertThat(Paths.local("/")).isTrue();
        assertThat(Paths.local("/c/demo/pods?q=a//b")).isTrue();
    }

    @Test
    void thePolicyOfAPageNamesItsImportMapByItsHash() {
        var html = "<!doctype html><script type=\"importmap\" nonce=x>{\"imports\":{}}</script>".getBytes(StandardCharsets.UTF_8);
        assertThat(Policy.page("n", html)).contains("script-src 'self' 'sha256-URrTy+Il/Nz0lHojVUx275hWqAWhkSF0VsHbUM4/6Hw=';");
        assertThat(Policy.page("n", new byte[0])).contains("script-src 'self';").contains("style-src 'self' 'nonce-n'").doesNotContain("unsafe");
    }
}
