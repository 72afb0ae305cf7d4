package dev.fresnel.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.testing.plugin.TestView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sources say that the shared cluster of the integration tests does not have, and what they leave unsaid. */
class SourcesTest {
    private final TestView view = TestView.of("""
            {apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: envoy}}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: front, namespace: edge}
            spec: {gatewayClassName: envoy, listeners: [{tls: {certificateRefs: [{name: cert}, {name: other, namespace: shop}]}}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: shop, namespace: shop}
            spec:
              parentRefs: [{name: front, namespace: edge}, {name: mesh, kind: Service}]
              rules: [{backendRefs: [{name: web}, {name: bucket, group: storage.example}, {name: web, namespace: edge}]}]
            ---
            {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: web, namespace: edge}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: bucket, namespace: shop}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: idle, namespace: shop}, spec: {}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: cert, namespace: edge}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: other, namespace: shop}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web-1, namespace: shop, labels: {app: web}}
            spec:
              nodeName: n1
              volumes: [{name: root, projected: {sources: [{configMap: {name: kube-root-ca.crt}}]}}, {name: scratch, ephemeral: {}}, {name: s, secret: {secretName: other}}]
              containers: [{name: c, env: [{name: A, valueFrom: {secretKeyRef: {name: other, key: a}}}]}]
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: kube-root-ca.crt, namespace: shop}}
            ---
            {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: web-1-scratch, namespace: shop}}
            ---
            {apiVersion: v1, kind: Node, metadata: {name: n1}}
            ---
            {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: odd, namespace: shop}, spec: {scaleTargetRef: {apiVersion: example.com/v1, kind: Deployment, name: web}}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: edge, labels: {team: front}}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: proxy, namespace: edge, labels: {app: proxy}}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: db-1, namespace: shop, labels: {app: db}}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: walls, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: web}}
              ingress:
              - from: [{namespaceSelector: {matchLabels: {team: front}}, podSelector: {matchLabels: {app: proxy}}}, {ipBlock: {cidr: 10.0.0.0/8}}]
              - {}
              egress: [{to: [{podSelector: {matchLabels: {app: db}}}, {namespaceSelector: {matchLabels: {team: front}}}]}]
            ---
            {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: none, namespace: shop}, spec: {}}
            """);

    private List<String> edges(MapSource source, Kind kind, String name) {
        KubeObject object = view.object(source.reads(), kind, name);
        return source.edges(object, view.lookup(source.reads())).stream().map(SourcesTest::text).toList();
    }

    private static String text(Edge edge) {
        return name(edge.from()) + " " + edge.role().replace("edge.", "") + " " + name(edge.to());
    }

    private static String name(ObjectRef ref) {
        return ref.kind().kind() + " " + ref.namespace() + "/" + ref.name();
    }

    @Test
    void routesLeadFromGatewaysToServicesInWhateverNamespace() {
        assertThat(edges(new HttpRouteEdges(), Kinds.gateway("httproutes", "HTTPRoute", true), "shop")).containsExactly(
                "Gateway edge/front routes HTTPRoute shop/shop", "HTTPRoute shop/shop routes Service shop/web", "HTTPRoute shop/shop routes Service edge/web");
        assertThat(edges(new GatewayEdges(), Kinds.gateway("gateways", "Gateway", true), "front")).containsExactly(
                "GatewayClass /envoy carries Gateway edge/front", "Gateway edge/front reads Secret edge/cert", "Gateway edge/front reads Secret shop/other");
    }

    @Test
    void aPodRefersToItsConfigurationOnceForEachUse() {
        assertThat(edges(new PodReferences(), Kind.POD, "web-1")).containsExactly(
                "Pod shop/web-1 mounts PersistentVolumeClaim shop/web-1-scratch", "Pod shop/web-1 mounts Secret shop/other", "Pod shop/web-1 reads Secret shop/other");
        assertThat(edges(new PlacementEdges(), Kind.POD, "web-1")).containsExactly("Node /n1 runs Pod shop/web-1");
    }

    @Test
    void aPolicyNamesThoseWhomItAdmitsAndThoseWhomItLetsReach() {
        assertThat(edges(new NetworkPolicyEdges(), Kinds.NETWORK_POLICY, "walls")).containsExactly(
                "NetworkPolicy shop/walls guards Pod shop/web-1", "Pod edge/proxy admitted NetworkPolicy shop/walls",
                "NetworkPolicy shop/walls reaches Pod shop/db-1", "NetworkPolicy shop/walls reaches Namespace /edge");
    }

    @Test
    void withoutASelectorNothingIsSelected() {
        assertThat(edges(new ServiceEdges(), Kinds.SERVICE, "idle")).isEmpty();
        assertThat(edges(new DisruptionBudgetEdges(), Kinds.DISRUPTION_BUDGET, "none")).isEmpty();
    }

    @Test
    void anAutoscalerOfAnotherGroupsKindScalesNothingHere() {
        assertThat(edges(new AutoscalerEdges(), Kinds.AUTOSCALER, "odd")).isEmpty();
    }

    @Test
    void whoMayNotListAKindGetsNoEdgeThere() {
        var source = new PodReferences();
        var blind = view.denying("list", Kind.SECRET);
        assertThat(source.edges(blind.object(source.reads(), "web-1"), blind.lookup(source.reads()))).extracting(SourcesTest::text)
                .containsExactly("Pod shop/web-1 mounts PersistentVolumeClaim shop/web-1-scratch");
    }
}
