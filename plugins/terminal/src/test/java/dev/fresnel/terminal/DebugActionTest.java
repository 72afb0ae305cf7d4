package dev.fresnel.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.action.Selection;
import dev.fresnel.api.action.Suggestion;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.settings.Settings;
import dev.fresnel.api.view.View;
import dev.fresnel.testing.plugin.TestView;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody who debugs a pod is offered first. */
class DebugActionTest {
    private static final TerminalSettings OWN = new TerminalSettings(60, 12, "registry.example/tools:3", "busybox:1.37", "default", true, 100);

    private static final Settings SETTINGS = new Settings() {
        @Override
        public <T extends Record> T get(Class<T> type) {
            return type.cast(OWN);
        }

        @Override
        public <T extends Record> T get(Class<T> type, View view) {
            throw new UnsupportedOperationException();
        }
    };

    private record Chosen(KubeObject object) implements Selection {
        @Override
        public List<KubeObject> objects() {
            return List.of(object);
        }

        @Override
        public <T> T input(Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant at() {
            return Instant.EPOCH;
        }

        @Override
        public View view() {
            return TestView.of("");
        }
    }

    private static Suggestion suggested(String metadata) {
        TestView view = TestView.of("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop%s}
                spec: {containers: [{name: proxy}, {name: app}]}
                """.formatted(metadata));
        return new DebugAction(SETTINGS).suggest(new Chosen(view.object(Kind.POD, "web")));
    }

    @Test
    void theInstallationsImageAndTheContainerThatIsMeant() {
        Suggestion plain = suggested("");
        assertThat(plain.input()).containsEntry("image", "registry.example/tools:3").containsEntry("target", "proxy");
        assertThat(plain.options().get("target")).extracting(Suggestion.Option::value).containsExactly("", "proxy", "app");
        assertThat(suggested(", annotations: {kubectl.kubernetes.io/default-container: app}").input()).containsEntry("target", "app");
    }
}
