package dev.fresnel.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.Query;
import dev.fresnel.api.view.View;
import dev.fresnel.live.store.Pace;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.FakeApi;
import dev.fresnel.live.testing.FakeBoard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreViewTest {
    private final FakeApi api = new FakeApi();
    private final LiveStore store = new LiveStore(api, api, new FakeBoard().switchboard(), api.json, new LiveStore.Settings(true, Pace.USUAL));
    private final View view = new StoreView(store, api, Bench.ANN, "test");

    @AfterEach
    void end() {
        store.close();
    }

    private static <T> T known(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Known.class);
        return ((Answer.Known<T>) answer).value();
    }

    @Test
    void listsCountsAndGets() {
        api.put("shop", "web", Map.of("app", "web"), "1/1", "Running", 0, "\"spec\":{\"nodeName\":\"n1\"}");
        api.put("bank", "db", Map.of("app", "db"), "1/1", "Running", 0, "\"spec\":{\"nodeName\":\"n2\"}");
        assertThat(known(view.count(Kind.POD))).isEqualTo(2);
        List<KubeObject> found = known(view.list(Kind.POD, new Selector("", "app=web", "")));
        assertThat(found).singleElement().satisfies(pod -> {
            assertThat(pod.text("/spec/nodeName")).isEqualTo("n1");
            assertThat(pod.ref()).isEqualTo(new ObjectRef("test", Kind.POD, "shop", "web"));
        });
        assertThat(known(view.list(Kind.POD, Selector.inNamespace("bank")))).hasSize(1);
        Optional<KubeObject> one = known(view.get(new ObjectRef("test", Kind.POD, "shop", "web")));
        assertThat(one.orElseThrow().text("/spec/nodeName")).isEqualTo("n1");
        assertThat(known(view.get(new ObjectRef("test", Kind.POD, "shop", "none")))).isEmpty();
        assertThat(known(view.kind("pods"))).contains(Kind.POD);
        assertThat(known(view.kind("v1", "Secret"))).contains(Kind.SECRET);
    }

    @Test
    void givesAPartOfAList() {
        for (int i = 0; i < 5; i++) {
            api.put("shop", "web-" + i, Map.of("app", i == 4 ? "other" : "web"), "1/1", "Running", 0, "\"spec\":{\"nodeName\":\"n" + i + "\"}");
        }
        var rows = known(view.rows(Query.of(Kind.POD).where(new Selector("", "app=web", "")).sort("-name").window(1, 2)));
        assertThat(rows.objects()).extracting(pod -> pod.text("/spec/nodeName")).containsExactly("n2", "n1");
        assertThat(List.of(rows.matched(), rows.total())).containsExactly(4L, 5L);
        assertThat(known(view.rows(Query.of(Kind.POD).in("bank"))).total()).isZero();
    }

    @Test
    void saysWhatTheCallerMay() {
        api.denied.add("delete pods shop");
        assertThat(known(view.may("delete", "pods", "shop"))).isFalse();
        assertThat(known(view.may("list", "pods", "shop"))).isTrue();
        int asked = api.reviews();
        assertThat(known(view.may("list", "pods", "shop"))).isTrue();
        assertThat(api.reviews()).isEqualTo(asked);
    }

    @Test
    void secretsHaveNoValuesAndForbiddenIsAnAnswer() {
        api.put("secrets", "shop", "s", Map.of(), List.of("Opaque", "1"), "\"data\":{\"password\":\"Q0FOQVJZ\"}");
        assertThat(known(view.list(Kind.SECRET, Selector.ALL)).getFirst().at("").toString()).doesNotContain("Q0FOQVJZ");
        assertThat(known(view.get(new ObjectRef("test", Kind.SECRET, "shop", "s"))).orElseThrow().at("").toString()).doesNotContain("Q0FOQVJZ");
        api.denied.addAll(List.of("list pods ", "watch pods ", "get pods shop"));
        assertThat(view.count(Kind.POD)).isEqualTo(new Answer.Forbidden<>("list", "pods", ""));
        assertThat(view.get(new ObjectRef("test", Kind.POD, "shop", "x"))).isEqualTo(new Answer.Forbidden<>("get", "pods", "shop"));
        api.down = true;
        assertThat(view.count(new Kind("", "v1", "componentstatuses", "ComponentStatus", false)))
                .isInstanceOf(Answer.Unreachable.class);
    }
}
