package dev.fresnel.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.store.Store;
import dev.fresnel.api.stream.Forwards;
import dev.fresnel.testing.plugin.PlainJson;
import dev.fresnel.testing.plugin.TestRequest;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Forwards that a restart of the server ended. */
class KeptForwardsTest {
    /** Records in memory. */
    private static final class Records implements Store {
        private final Map<String, Object> all = new TreeMap<>();

        @Override
        public Optional<Json> get(String key) {
            return Optional.ofNullable(all.get(key)).map(PlainJson::of);
        }

        @Override
        public void put(String key, Object value) {
            all.put(key, value);
        }

        @Override
        public void remove(String key) {
            all.remove(key);
        }

        @Override
        public List<String> keys(String prefix) {
            return all.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
        }
    }

    private static Map<String, Object> forward(String name, int localPort) {
        var shown = new LinkedHashMap<String, Object>();
        shown.putAll(Map.of("id", "f1", "cluster", "c", "resource", "services", "namespace", "shop", "name", name, "port", "80", "localPort", localPort));
        shown.putAll(Map.of("state", "listening", "pod", "web-1", "detail", "", "connections", 2, "sent", 10, "received", 20, "since", 5));
        return shown;
    }

    @Test
    void areListedAsStoppedByTheNextRun() {
        var records = new Records();
        var first = new KeptForwards(records);
        first.keep(forward("web", 40_001));
        first.keep(forward("api", 40_002));
        var running = List.of(forward("web", 40_001), forward("api", 40_002));
        assertThat(first.with(running)).isEqualTo(running);

        var second = new KeptForwards(records);
        List<Map<String, Object>> listed = second.with(List.of(forward("api", 40_002)));
        assertThat(listed).hasSize(2);
        assertThat(listed.getLast()).containsEntry("name", "web").containsEntry("state", "stopped").containsEntry("pod", "");
        assertThat(((Number) listed.getLast().get("localPort")).intValue()).isEqualTo(40_001);
        String id = String.valueOf(listed.getLast().get("id"));
        assertThat(KeptForwards.isKept(id)).isTrue();
        assertThat(second.find(id)).containsEntry("name", "web");
        second.forget(second.find(id));
        assertThat(second.with(List.of())).singleElement().satisfies(one -> assertThat(one).containsEntry("name", "api"));
        assertThat(new KeptForwards(records).with(List.of())).hasSize(1);
        assertThatThrownBy(() -> second.find(id)).isInstanceOf(Problem.class);
    }

    @Test
    void areKeptOnceForEachPortOfATarget() {
        var records = new Records();
        var kept = new KeptForwards(records);
        kept.keep(forward("web", 40_001));
        kept.keep(forward("web", 40_009));
        assertThat(kept.with(List.of())).singleElement().satisfies(one -> assertThat(one).containsEntry("localPort", 40_009));
    }

    @Test
    void areTheLocalUsersAlone() {
        var kept = new KeptForwards(new Records());
        kept.keep(forward("web", 40_001));
        String id = String.valueOf(kept.with(List.of()).getFirst().get("id"));
        var nobodys = (Forwards) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Forwards.class}, (self, method, arguments) -> {
            assertThat(method.getName()).isEqualTo("allowed");
            return false;
        });
        for (String what : List.of("stop", "restart", "remove")) {
            var said = (JsonCodec) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {JsonCodec.class}, (self, method, arguments) -> PlainJson.of(Map.of("do", what, "id", id)));
            assertThatThrownBy(() -> new ForwardsEndpoint(nobodys, kept, said).handle(TestRequest.post("/forwards", "")))
                    .as(what).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        }
        assertThat(kept.with(List.of())).hasSize(1);
    }
}
