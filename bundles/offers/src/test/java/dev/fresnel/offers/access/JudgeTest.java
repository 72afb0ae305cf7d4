package dev.fresnel.offers.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.view.Answer;
import dev.fresnel.spi.condition.When;
import dev.fresnel.spi.live.Rights;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import dev.fresnel.switchboard.BundleCodec;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The same cases as the page's {@code when.test.ts}: one language, two readers. */
class JudgeTest {
    private final Json cases = read();
    private final List<Rights.Right> asked = new ArrayList<>();
    private List<String> may = texts("may");
    private boolean readOnly;

    private static Json read() {
        try {
            return new BundleCodec().parse(Files.readAllBytes(Path.of("../../bundles/ui-sdk/sdk/src/slots/when-cases.json")));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<String> texts(String name) {
        return cases.get(name).items().stream().map(Json::text).toList();
    }

    private Judge judge() {
        List<ServedKind> kinds = new ArrayList<>();
        for (Json kind : cases.get("kinds").items()) {
            for (Json version : kind.get("versions").items()) {
                String resource = kind.get("resource").text().split("\\.")[0];
                kinds.add(new ServedKind(
                        new Kind(kind.get("group").text(), version.text(), resource, kind.get("kind").text(), true), List.of("list"), List.of(), List.of(), false, false));
            }
        }
        var clusters = (Clusters) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Clusters.class}, (proxy, method, args) ->
                new Clusters.Discovery(kinds, List.of()));
        Rights rights = (principal, cluster, all) -> {
            asked.addAll(all);
            return all.stream().<Answer<Boolean>>map(right -> new Answer.Known<>(
                    may.contains(right.verb() + ":" + right.resource() + (right.namespace().isEmpty() ? "" : "@" + right.namespace())), Instant.EPOCH)).toList();
        };
        return new Judge(clusters, rights, readOnly);
    }

    private boolean holds(String condition, String... namespaces) {
        When when = When.parse(condition);
        Map<When.Term, Boolean> verdicts = judge().judge(new Judge.Place(Principal.NOBODY, "test", List.of(namespaces)), new HashSet<>(when.terms()));
        return when.test(term -> verdicts.getOrDefault(term, false));
    }

    @TestFactory
    List<DynamicTest> cases() {
        var tests = new ArrayList<DynamicTest>();
        texts("holds").forEach(one -> tests.add(DynamicTest.dynamicTest("holds: " + one, () -> assertThat(holds(one)).isTrue())));
        texts("fails").forEach(one -> tests.add(DynamicTest.dynamicTest("fails: " + one, () -> assertThat(holds(one)).isFalse())));
        texts("unreadable").forEach(one -> tests.add(DynamicTest.dynamicTest("unreadable: " + one, () ->
                assertThatThrownBy(() -> When.parse(one)).isInstanceOf(IllegalArgumentException.class))));
        return tests;
    }

    @Test
    void aRightInOneOfTheNamespacesIsARight() {
        may = List.of("list:pods@shop");
        assertThat(holds("can:list:pods")).isFalse();
        assertThat(holds("can:list:pods", "bank", "shop")).isTrue();
        assertThat(holds("can:list:pods", "bank")).isFalse();
    }

    @Test
    void whereNothingMayBeChangedOnlyLooksAreRights() {
        may = List.of("list:pods", "patch:pods");
        assertThat(holds("can:patch:pods")).isTrue();
        readOnly = true;
        assertThat(holds("can:patch:pods")).isFalse();
        assertThat(holds("can:list:pods")).isTrue();
    }

    @Test
    void whatIsNotServedIsAskedOfNobody() {
        assertThat(holds("can:list:nothing || kind:Nothing")).isFalse();
        assertThat(asked).isEmpty();
    }
}
