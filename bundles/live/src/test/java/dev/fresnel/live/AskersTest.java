package dev.fresnel.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import dev.fresnel.api.view.View;
import dev.fresnel.live.function.Functions;
import dev.fresnel.live.function.Round;
import dev.fresnel.live.store.Pace;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.FakeApi;
import dev.fresnel.live.testing.FakeBoard;
import dev.fresnel.spi.switchboard.Switchboard;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;

/** The dump says which build of a plugin each watch is for. */
class AskersTest {
    private final FakeApi api = new FakeApi();
    private final FakeBoard board = new FakeBoard();
    private final LiveStore store = new LiveStore(api, api, board.switchboard(), api.json, new LiveStore.Settings(true, Pace.USUAL));
    private final View view = new StoreView(store, api, Bench.ANN, "test");

    @AfterEach
    void end() {
        store.close();
    }

    /** Of a bundle that lies where the catalog puts a build. */
    private static final class Loader extends ClassLoader implements BundleReference {
        private final String location;

        Loader(String digest) {
            location = Switchboard.LOCATION + digest;
        }

        @Override
        public Bundle getBundle() {
            return (Bundle) Proxy.newProxyInstance(Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class}, (bundle, method, arguments) -> location);
        }
    }

    private static void as(ClassLoader loader, Runnable code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            code.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @SuppressWarnings("unchecked")
    private List<String> watches(String digest) {
        var all = (Map<String, List<Map<String, Object>>>) ((Map<String, Object>) new LiveInsight(store).state()).get("watches");
        return all.getOrDefault(digest, List.of()).stream().map(one -> one.get("cluster") + " " + one.get("resource") + " " + one.get("rows")).sorted().toList();
    }

    private String digest(String plugin) {
        return board.switchboard().table().serving().get(plugin).digest();
    }

    @Test
    void whatCodeOfAPluginListsIsItsOwn() {
        api.put("shop", "web", Map.of(), "1/1", "Running", 0, "\"spec\":{}");
        board.serve(new Object(), new Object());
        as(new Loader(digest("plugin-0")), () -> view.list(Kind.POD, Selector.ALL));
        as(new Loader(digest("plugin-1") + "#2"), () -> view.count(Kind.SECRET));
        view.count(Kind.POD); // the platform for itself
        assertThat(watches(digest("plugin-0"))).containsExactly("test pods 1");
        assertThat(watches(digest("plugin-1"))).containsExactly("test secrets 0");
        String gone = digest("plugin-1");
        board.serve(new Object());
        assertThat(watches(gone)).as("of a build that has left nothing is said").isEmpty();
    }

    @Test
    void whatAFunctionDeclaresIsReadForItsPlugin() {
        api.put("shop", "web", Map.of(), "1/1", "Running", 0, "\"spec\":{}");
        RelationSource source = new RelationSource() {
            @Override
            public Reads reads() {
                return Reads.of(Kind.POD).lookup(Kind.SECRET);
            }

            @Override
            public List<Relation> relations(KubeObject object, Lookup lookup) {
                return List.of();
            }
        };
        board.serve(source, new Object());
        new Functions<>(board.switchboard(), RelationSource.class, RelationSource::reads, RelationSource::relations).all(new Round(StoreView.sight(view), ""));
        assertThat(watches(digest("plugin-0"))).containsExactly("test pods 1", "test secrets 0");
        assertThat(watches(digest("plugin-1"))).isEmpty();
    }
}
