package dev.fresnel.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.http.Response;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.view.Answer;
import dev.fresnel.testing.plugin.TestRequest;
import dev.fresnel.testing.plugin.TestView;
import org.junit.jupiter.api.Test;

// guide:test
class TemplateTest {
    private final TestView view = TestView.of("""
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec: {nodeName: n1}
            status: {qosClass: Burstable}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: n1}
            """);

    @Test
    void countsWhatTheCallerMaySee() {
        assertThat(answer(view)).isEqualTo(new Answer.Known<>(new CountEndpoint.Count(1), TestView.NOW));
        assertThat(answer(view.denying("list", Kind.POD))).isEqualTo(new Answer.Forbidden<>("list", "pods", ""));
    }

    private static Object answer(TestView view) {
        Response response = new CountEndpoint().handle(TestRequest.get("/count").as(view));
        return ((Response.Value) response.body()).value();
    }

    @Test
    void showsHowSoonAPodIsEvicted() {
        var column = new QosColumn();
        assertThat(column.cells(view.object(column.reads(), "web"), view.lookup(column.reads()))).containsExactly("Burstable");
    }

    @Test
    void leadsFromTheNodeToItsPods() {
        var source = new NodeEdges();
        var pod = view.object(source.reads(), "web");
        assertThat(source.edges(pod, view.lookup(source.reads()))).singleElement().satisfies(edge -> assertThat(edge.from().name()).isEqualTo("n1"));
        var blind = view.denying("list", Kind.NODE);
        assertThat(source.edges(pod, blind.lookup(source.reads()))).isEmpty();
    }
}
// end
