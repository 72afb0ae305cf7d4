package dev.fresnel.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fresnel.api.http.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private final List<Router.Entry<String>> entries = new ArrayList<>();

    private void route(Method method, String pattern) {
        entries.add(new Router.Entry<>(method, PathPattern.of(pattern), method + " " + pattern));
    }

    private Router.Match<String> find(Method method, String path) {
        return new Router<>(entries).find(method, path);
    }

    @Test
    void theMostSpecificPatternWinsWhateverCameFirst() {
        route(Method.GET, "/*");
        route(Method.GET, "/c/{id}/*");
        route(Method.GET, "/c/{id}/{kind}");
        route(Method.GET, "/c/{id}/pods");

        assertThat(find(Method.GET, "/c/demo/pods")).isEqualTo(new Router.Found<>("GET /c/{id}/pods", Map.of("id", "demo")));
        assertThat(find(Method.GET, "/c/demo/nodes")).isEqualTo(new Router.Found<>("GET /c/{id}/{kind}", Map.of("id", "demo", "kind", "nodes")));
        assertThat(find(Method.GET, "/c/demo/a/b")).isEqualTo(new Router.Found<>("GET /c/{id}/*", Map.of("id", "demo", "*", "a/b")));
        assertThat(find(Method.GET, "/elsewhere")).isEqualTo(new Router.Found<>("GET /*", Map.of("*", "elsewhere")));
    }

    @Test
    void getAnswersHeadAndAnyAnswersAll() {
        route(Method.GET, "/a");
        route(Method.ANY, "/b");
        assertThat(find(Method.HEAD, "/a")).isInstanceOf(Router.Found.class);
        assertThat(find(Method.PATCH, "/b")).isInstanceOf(Router.Found.class);
    }

    @Test
    void aPathWithoutTheMethodNamesThoseItHas() {
        route(Method.GET, "/a");
        route(Method.DELETE, "/a");
        assertThat(find(Method.POST, "/a"))
                .isEqualTo(new Router.WrongMethod<>(Set.of(Method.GET, Method.HEAD, Method.DELETE, Method.OPTIONS)));
        assertThat(find(Method.POST, "/b")).isEqualTo(new Router.Unknown<>());
    }

    @Test
    void namesAreDecodedAndEncodedSlashesJoinNothing() {
        route(Method.ANY, "/k8s/{cluster}/*");
        assertThat(find(Method.GET, "/k8s/a%20b/x%2Fy//z")).isEqualTo(new Router.Found<>("ANY /k8s/{cluster}/*", Map.of("cluster", "a b", "*", "x/y//z")));
        assertThat(find(Method.GET, "/k8s//api")).isEqualTo(new Router.Unknown<>());
    }

    @Test
    void theRootIsAPathOfItsOwn() {
        route(Method.GET, "/");
        assertThat(find(Method.GET, "/")).isInstanceOf(Router.Found.class);
        assertThat(find(Method.GET, "/a")).isInstanceOf(Router.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a//b", "/a/*/b", "/{}", "/{a b}", "/a b", "/%41", "//"})
    void whatIsNoPatternIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.of(text));
    }
}
